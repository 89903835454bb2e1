/** The trace of a run as a waterfall. Where one looks, what is chosen and what is searched are in the address. */
import type { RunDetail, RunTrace, SpanFilter } from '@ringside/contract'
import { useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Answer, Empty } from '../parts/states.tsx'
import { useTitle } from '../parts/use-title.ts'
import { addressOf } from '../trace/address.ts'
import { Notices } from '../trace/notices.tsx'
import { type Search, searchHelp, searchOf } from '../trace/search.ts'
import { TraceView } from '../trace/trace-view.tsx'

/** While it runs, spans come between trials. */
const liveMs = 3_000

export function TracePage() {
  const { id = '' } = useRoute().params
  const [ended, setEnded] = useState(false)
  const query = useQuery(
    id,
    async (signal) => {
      const run = content<RunDetail>(await api.GET('/api/v1/runs/{id}', { params: { path: { id } }, signal }))
      setEnded(run.state === 'succeeded' || run.state === 'failed')
      return run
    },
    ended ? {} : { everyMs: liveMs },
  )
  return (
    <div class="trace-page">
      <Answer query={query} what={`run ${id}`}>
        {(run) => <Traced key={id} run={run} ended={ended} />}
      </Answer>
    </div>
  )
}

function Traced({ run, ended }: { run: RunDetail; ended: boolean }) {
  useTitle(`Trace of ${run.label}`)
  const [search, setSearch] = useState(() => addressOf(new URLSearchParams(location.search)).search)
  const found = searchOf(search)
  const filter = found.problem === undefined ? found.filter : {}
  const query = useQuery(
    // What came last is what counts once the run has ended.
    `${run.id} ${JSON.stringify(filter)} ${ended}`,
    async (signal) => {
      const params = { path: { id: run.id }, query: filter }
      return content<RunTrace>(await api.GET('/api/v1/runs/{id}/trace', { params, signal }))
    },
    ended ? {} : { everyMs: liveMs },
  )
  return (
    <>
      <p class="eyebrow">
        <a href={`/runs/${run.id}`}>{run.suite}</a> on {run.host}
      </p>
      <h1>Trace of {run.label}</h1>
      <Notices run={run} />
      <Answer query={query} what="the trace">
        {(trace) => <Shown run={run} trace={trace} filter={filter} search={search} setSearch={setSearch} />}
      </Answer>
      <p class="links">
        <Copyable text={['ringside trace', run.id, optionsOf(found)].filter((word) => word !== '').join(' ')} />
        <a href={`/api/v1/runs/${run.id}/trace`} target="_blank" rel="noreferrer">
          JSON
        </a>
      </p>
    </>
  )
}

const optionsOf = (search: Search): string => (search.problem === undefined ? search.options : '')

interface ShownProps {
  readonly run: RunDetail
  readonly trace: RunTrace
  readonly filter: SpanFilter
  readonly search: string
  readonly setSearch: (text: string) => void
}

function Shown({ run, trace, filter, search, setSearch }: ShownProps) {
  if (trace.spans.length > 0 || trace.doorbells.length > 0)
    return <TraceView run={run} trace={trace} filter={filter} search={search} onSearch={setSearch} />
  if (search !== '')
    return (
      <Empty>
        <p>
          Nothing in this trace is like <code>{search}</code>. One can search such as: <code>{searchHelp}</code>
        </p>
        <button type="button" onClick={() => setSearch('')}>
          Show everything
        </button>
      </Empty>
    )
  return (
    <Empty>
      <p>No spans are stored of this run{run.state === 'queued' ? ', which has not begun' : ''}.</p>
      <p>
        They come between trials; this page asks again by itself while the run lasts. Spans that are old enough have been let go.
      </p>
    </Empty>
  )
}
