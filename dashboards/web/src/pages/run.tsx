/** One run: how its life went, what it measured, what its trace is worth, what it was made of. */
import type { CancelAnswer, RunDetail } from '@ringside/contract'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { seriesOf } from '../../../plots/src/theme.ts'
import { formatHostTime } from '../../../words/src/host-time.ts'
import { isOver, reconciliation } from '../../../words/src/run.ts'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { useRunEvents } from '../api/use-run-events.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Moment } from '../parts/moment.tsx'
import { RawData } from '../parts/raw-data.tsx'
import { ReasonDialog } from '../parts/reason-dialog.tsx'
import { RunState } from '../parts/run-state.tsx'
import { Answer, Empty } from '../parts/states.tsx'
import { useTitle } from '../parts/use-title.ts'
import { Attempts } from './run/attempts.tsx'
import { LifeStrip } from './run/life-strip.tsx'
import { Measured } from './run/measured.tsx'
import { QueueTable } from './run/queue-table.tsx'
import { Slowest } from './run/slowest.tsx'
import { Artifacts, Environment, SuiteOfRun } from './run/texts.tsx'

export function RunPage() {
  const { id = '' } = useRoute().params
  const query = useQuery(id, async (signal) =>
    content<RunDetail>(await api.GET('/api/v1/runs/{id}', { params: { path: { id } }, signal })),
  )
  return (
    <Answer query={query} what={`run ${id}`}>
      {(run) => <Run key={id} run={run} reload={query.reload} />}
    </Answer>
  )
}

function Run({ run: asked, reload }: { run: RunDetail; reload: () => void }) {
  const [run, setRun] = useState(asked)
  useTitle(run.label)
  useEffect(() => setRun(asked), [asked])
  useRunEvents(`submission=${run.submissionId}`, (changed) => {
    if (changed.id !== run.id || isOver(run)) return
    setRun((before) => ({ ...before, ...changed }))
    if (isOver(changed)) reload()
  })
  const series = useMemo(() => seriesOf(run.backends), [run.id])
  return (
    <>
      <Head run={run} reload={reload} />
      <LifeStrip id={run.id} version={`${run.state} ${run.result ? 'result' : ''}`} seriesOf={series} />
      {run.result === undefined ? <NothingMeasured run={run} /> : <Measured run={run} seriesOf={series} />}
      <Attempts run={run} />
      {run.spans && run.traceStatus && (
        <>
          <h2>Trace</h2>
          <p class={run.traceStatus === 'complete' ? 'soft' : 'caution'}>{reconciliation(run.spans, run.traceStatus)}</p>
          <Slowest id={run.id} />
        </>
      )}
      <h2>In full</h2>
      <QueueTable run={run} />
      <SuiteOfRun id={run.id} />
      <Environment run={run} />
      {isOver(run) && <Artifacts id={run.id} />}
      <p>
        <Copyable text={`ringside runs ${run.id}`} /> <RawData name={run.id} data={run} />
      </p>
    </>
  )
}

function NothingMeasured({ run }: { run: RunDetail }) {
  if (isOver(run)) return <Empty>Nothing was measured. What it did until then is in its trace.</Empty>
  return <Empty>Not measured yet: figures come when all its trials have ended.</Empty>
}

function Head({ run, reload }: { run: RunDetail; reload: () => void }) {
  const [cancelling, setCancelling] = useState(false)
  const cancel = async (reason: string | undefined) => {
    const params = { path: { id: run.id } }
    content<CancelAnswer>(await api.POST('/api/v1/runs/{id}/cancel', { params, body: reason === undefined ? {} : { reason } }))
    reload()
  }
  const ended = run.endedAt ?? run.submittedAt
  return (
    <>
      <p class="eyebrow">
        <a href={`/submissions/${run.submissionId}`}>{run.suite}</a> on{' '}
        <a href={`/fleet/${encodeURIComponent(run.host)}`}>{run.host}</a>
        {', '}
        {isOver(run) ? 'ended' : 'submitted'} <Moment at={ended} />
      </p>
      <h1>{run.label}</h1>
      <p class="head">
        <RunState run={run} />
        {run.progress && !isOver(run) && <span class="soft">about {formatHostTime(run.progress.remainingMs)} left</span>}
        {run.spec.retries > 0 && <span class="soft">attempt {run.attempt}</span>}
        <span class="links">
          <a href={`/runs/${run.id}/trace`}>Trace</a>
          <a href={`/compare?a=${run.id}`}>Compare</a>
          <a href={`/suites/new?from=${run.id}`}>Run again</a>
        </span>
        {!isOver(run) && (
          <button type="button" class="small" disabled={run.cancelling === true} onClick={() => setCancelling(true)}>
            Cancel
          </button>
        )}
      </p>
      {run.failure && <p class="caution">{run.failure.message}</p>}
      {cancelling && (
        <ReasonDialog title={`Cancel ${run.id}`} action="Cancel the run" onConfirm={cancel} onClose={() => setCancelling(false)}>
          It ends within a second or two; what it has measured is not kept.
        </ReasonDialog>
      )}
    </>
  )
}
