/** Runs, newest first, as they change. Filters are in the address. */
import type { RunPage, RunSummary } from '@ringside/contract'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { useRunEvents } from '../api/use-run-events.ts'
import { Moment } from '../parts/moment.tsx'
import { RunState } from '../parts/run-state.tsx'
import { Answer, Empty } from '../parts/states.tsx'
import { useRows } from '../parts/use-rows.ts'
import { useTitle } from '../parts/use-title.ts'
import { useShortcuts } from '../shell/shortcuts.ts'

const filters = ['suite', 'label', 'host', 'state'] as const
type Filters = Partial<Record<(typeof filters)[number], string>>

const states = ['queued', 'claimed', 'running', 'succeeded', 'failed'] as const

export function RunsPage() {
  useTitle('Runs')
  const { query, route } = useLocation()
  const chosen: Filters = Object.fromEntries(filters.flatMap((name) => (query[name] ? [[name, query[name]]] : [])))
  const choose = (changes: Filters) => {
    const next = Object.entries({ ...chosen, ...changes }).filter(([, value]) => value)
    route(`/runs${next.length > 0 ? `?${new URLSearchParams(next as [string, string][])}` : ''}`, true)
  }
  return (
    <>
      <h1>Runs</h1>
      <FilterBar chosen={chosen} onChange={choose} />
      <RunList key={JSON.stringify(chosen)} filters={chosen} />
    </>
  )
}

function FilterBar({ chosen, onChange }: { chosen: Filters; onChange: (changes: Filters) => void }) {
  const first = useRef<HTMLInputElement>(null)
  useShortcuts({ '/': () => first.current?.focus() })
  return (
    <search class="filters">
      {(['suite', 'label', 'host'] as const).map((name, i) => (
        <label key={name}>
          {name}
          <input
            ref={i === 0 ? first : null}
            type="search"
            value={chosen[name] ?? ''}
            placeholder="any"
            onChange={({ currentTarget: { value } }) => onChange({ [name]: value.trim() })}
          />
        </label>
      ))}
      <label>
        state
        <select value={chosen.state ?? ''} onChange={({ currentTarget: { value } }) => onChange({ state: value })}>
          <option value="">any</option>
          {states.map((state) => (
            <option key={state}>{state}</option>
          ))}
        </select>
      </label>
    </search>
  )
}

const asked = (filters: Filters, cursor: string | undefined) =>
  ({ ...filters, ...(cursor && { cursor }) }) as Record<string, string>

function RunList({ filters: chosen }: { filters: Filters }) {
  const query = useQuery(JSON.stringify(chosen), async (signal) =>
    content<RunPage>(await api.GET('/api/v1/runs', { params: { query: asked(chosen, undefined) }, signal })),
  )
  return (
    <Answer query={query} what="runs">
      {(page) =>
        page.runs.length === 0 ? (
          <NoRuns filtered={Object.keys(chosen).length > 0} />
        ) : (
          <Rows first={page} filters={chosen} reload={query.reload} />
        )
      }
    </Answer>
  )
}

function NoRuns({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <Empty>
        No run is like that. <a href="/runs">All runs</a>
      </Empty>
    )
  }
  return (
    <Empty>
      <p>Nothing has run here yet.</p>
      <p>
        <a href="/suites/new">Write a suite</a>, or: <code>ringside run bench/suites/demo.yaml</code>
      </p>
    </Empty>
  )
}

function Rows({ first, filters: chosen, reload }: { first: RunPage; filters: Filters; reload: () => void }) {
  const [pages, setPages] = useState<readonly RunPage[]>([])
  const [changes, setChanges] = useState<ReadonlyMap<string, RunSummary>>(new Map())
  const body = useRows()
  const all = [first, ...pages]
  const known = new Set(all.flatMap(({ runs }) => runs.map(({ id }) => id)))
  const fresh = useRef(false)
  const { state: _, label: __, ...told } = chosen
  useRunEvents(new URLSearchParams(told).toString(), (run) => {
    if (!known.has(run.id)) fresh.current = true
    setChanges((before) => new Map(before).set(run.id, run))
  })
  // New ones come in at most every second, at their place.
  useEffect(() => {
    const timer = setInterval(() => {
      if (!fresh.current) return
      fresh.current = false
      reload()
    }, 1_000)
    return () => clearInterval(timer)
  }, [reload])
  const next = all.at(-1)?.next
  const more = async () => {
    const page = content<RunPage>(await api.GET('/api/v1/runs', { params: { query: asked(chosen, next) } }))
    setPages((before) => [...before, page])
  }
  return (
    <>
      <table class="rows">
        <thead>
          <tr>
            <th>run</th>
            <th>suite</th>
            <th>backends</th>
            <th>host</th>
            <th>state</th>
            <th>submitted</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {all
            .flatMap(({ runs }) => runs)
            .map((run) => (
              <Row key={run.id} run={changes.get(run.id) ?? run} />
            ))}
        </tbody>
      </table>
      {next && (
        <button type="button" onClick={more}>
          Older runs
        </button>
      )}
    </>
  )
}

function Row({ run }: { run: RunSummary }) {
  return (
    <tr>
      <td data-label="run">
        <a href={`/runs/${run.id}`}>{run.label}</a>
      </td>
      <td data-label="suite">{run.suite}</td>
      <td data-label="backends">{run.backends.join(', ')}</td>
      <td data-label="host">{run.host}</td>
      <td data-label="state">
        <RunState run={run} />
      </td>
      <td data-label="submitted">
        <Moment at={run.submittedAt} />
      </td>
    </tr>
  )
}
