/** One run: what it was, how it went, what it measured. */
import type { RunDetail } from '@ringside/contract'
import { useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { useRunEvents } from '../api/use-run-events.ts'
import { Copyable } from '../parts/copyable.tsx'
import { RunState } from '../parts/run-state.tsx'
import { Answer } from '../parts/states.tsx'
import { useTitle } from '../parts/use-title.ts'

export function RunPage() {
  const { id = '' } = useRoute().params
  const query = useQuery(id, async (signal) =>
    content<RunDetail>(await api.GET('/api/v1/runs/{id}', { params: { path: { id } }, signal })),
  )
  return (
    <Answer query={query} what={`run ${id}`}>
      {(run) => <Run run={run} reload={query.reload} />}
    </Answer>
  )
}

function Run({ run: asked, reload }: { run: RunDetail; reload: () => void }) {
  const [run, setRun] = useState(asked)
  useTitle(run.label)
  useRunEvents('', (changed) => {
    if (changed.id !== run.id) return
    setRun((before) => ({ ...before, ...changed }))
    if (changed.state === 'succeeded' || changed.state === 'failed') reload()
  })
  return (
    <>
      <p class="eyebrow">
        {run.suite} on {run.host}
      </p>
      <h1>{run.label}</h1>
      <p>
        <RunState run={run} />
      </p>
      <p class="links">
        <a href={`/runs/${run.id}/trace`}>Trace</a>
        <a href={`/compare?a=${run.id}`}>Compare</a>
      </p>
      <Copyable text={`ringside trace ${run.id}`} />
    </>
  )
}
