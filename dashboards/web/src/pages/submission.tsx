/** A submission: its runs as they go, and where to compare them. */
import type { CancelAnswer, RunSummary, Submission } from '@ringside/contract'
import { useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { isOver } from '../../../words/src/run.ts'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { useRunEvents } from '../api/use-run-events.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Moment } from '../parts/moment.tsx'
import { RawData } from '../parts/raw-data.tsx'
import { ReasonDialog } from '../parts/reason-dialog.tsx'
import { RunState } from '../parts/run-state.tsx'
import { Answer } from '../parts/states.tsx'
import { useRows } from '../parts/use-rows.ts'
import { useTitle } from '../parts/use-title.ts'

/** Rows drawn; whoever has more looks for runs in the list. */
const mostRows = 500

export function SubmissionPage() {
  const { id = '' } = useRoute().params
  const query = useQuery(id, async (signal) =>
    content<Submission>(await api.GET('/api/v1/submissions/{id}', { params: { path: { id } }, signal })),
  )
  return (
    <Answer query={query} what={`submission ${id}`}>
      {(submission) => <Shown key={id} submission={submission} />}
    </Answer>
  )
}

function Shown({ submission: { id, suite, runs: asked } }: { submission: Submission }) {
  useTitle(suite)
  const [changes, setChanges] = useState<ReadonlyMap<string, RunSummary>>(new Map())
  useRunEvents(`submission=${id}`, (run) => setChanges((before) => new Map(before).set(run.id, run)))
  const body = useRows()
  const runs = asked.map((run) => changes.get(run.id) ?? run)
  const over = runs.filter(isOver)
  const [first] = runs
  return (
    <>
      <p class="eyebrow">
        Submission {id}
        {first && (
          <>
            {', '}
            <Moment at={first.submittedAt} />
          </>
        )}
      </p>
      <h1>{suite}</h1>
      <p class="lead" role="status">
        {wordsOf(runs)}
      </p>
      <progress class="whole" max={100 * runs.length} value={progressOf(runs)} aria-label={`progress of ${suite}`} />
      <Actions id={id} finished={over.length === runs.length} measured={over.some(({ state }) => state === 'succeeded')} />
      <table class="rows">
        <thead>
          <tr>
            <th>run</th>
            <th>backends</th>
            <th>host</th>
            <th>state</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {runs.slice(0, mostRows).map((run) => (
            <tr key={run.id}>
              <td data-label="run">
                <span>
                  <a href={`/runs/${run.id}`}>{run.label}</a>
                  {run.repetition > 0 && <span class="soft"> again, {run.repetition + 1}</span>}
                </span>
              </td>
              <td data-label="backends">{run.backends.join(', ')}</td>
              <td data-label="host">{run.host}</td>
              <td data-label="state">
                <RunState run={run} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {runs.length > mostRows && (
        <p class="soft">
          The first {mostRows} of {runs.length.toLocaleString('en-US')};{' '}
          <a href={`/runs?suite=${encodeURIComponent(suite)}`}>all of them</a>
        </p>
      )}
      <p>
        <Copyable text={`ringside runs --suite '${suite}'`} /> <RawData name={id} data={{ id, suite, runs }} />
      </p>
    </>
  )
}

function Actions({ id, finished, measured }: { id: string; finished: boolean; measured: boolean }) {
  const [cancelling, setCancelling] = useState(false)
  const cancel = async (reason: string | undefined) => {
    const body = reason === undefined ? {} : { reason }
    content<CancelAnswer>(await api.POST('/api/v1/submissions/{id}/cancel', { params: { path: { id } }, body }))
  }
  return (
    <p class="head">
      <span class="links">
        {measured && <a href={`/compare?a=${id}`}>Compare</a>}
        <a href={`/suites/new?from=${id}`}>Run again</a>
      </span>
      {!finished && (
        <button type="button" class="small" onClick={() => setCancelling(true)}>
          Cancel what is left
        </button>
      )}
      {cancelling && (
        <ReasonDialog title={`Cancel ${id}`} action="Cancel" onConfirm={cancel} onClose={() => setCancelling(false)}>
          Runs that wait are not begun, and the one under way ends; what has ended stays.
        </ReasonDialog>
      )}
    </p>
  )
}

/** `3 of 4 runs ended, one under way.` */
function wordsOf(runs: readonly RunSummary[]): string {
  const count = (state: RunSummary['state']) => runs.filter((run) => run.state === state).length
  const [failed, waiting] = [count('failed'), count('queued')]
  const underWay = count('claimed') + count('running')
  const ended = count('succeeded') + failed
  const parts = [
    ...(failed > 0 ? [`${failed} of them failed`] : []),
    ...(underWay > 0 ? [`${underWay} under way`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
  ]
  const all =
    ended === runs.length
      ? runs.length === 1
        ? 'The run has ended'
        : `All ${ended} runs have ended`
      : `${ended} of ${runs.length} runs have ended`
  return `${[all, ...parts].join(', ')}.`
}

/** In percent of a run. */
const progressOf = (runs: readonly RunSummary[]): number =>
  runs.reduce((sum, run) => sum + (isOver(run) ? 100 : (run.progress?.percent ?? 0)), 0)
