/** Runs, newest first, as they change. Filters are in the address. */
import type { RunSummary } from '@ringside/contract'
import { useRef } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { type RunFilter, useLiveRuns } from '../api/use-live-runs.ts'
import { Moment } from '../parts/moment.tsx'
import { RunState } from '../parts/run-state.tsx'
import { Answer, Empty } from '../parts/states.tsx'
import { useRows } from '../parts/use-rows.ts'
import { useTitle } from '../parts/use-title.ts'
import { useShortcuts } from '../shell/shortcuts.ts'

const filters = ['suite', 'label', 'host', 'state'] as const

const states = ['queued', 'claimed', 'running', 'succeeded', 'failed'] as const

export function RunsPage() {
  useTitle('Runs')
  const { query, route } = useLocation()
  const chosen: RunFilter = Object.fromEntries(filters.flatMap((name) => (query[name] ? [[name, query[name]]] : [])))
  const choose = (changes: RunFilter) => {
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

function FilterBar({ chosen, onChange }: { chosen: RunFilter; onChange: (changes: RunFilter) => void }) {
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

function RunList({ filters: chosen }: { filters: RunFilter }) {
  const { query, more } = useLiveRuns(chosen)
  const body = useRows()
  return (
    <Answer query={query} what="runs">
      {(runs) =>
        runs.length === 0 ? (
          <NoRuns filtered={Object.keys(chosen).length > 0} />
        ) : (
          <>
            <table class="rows">
              <thead>
                <tr>
                  {['run', 'suite', 'backends', 'host', 'state', 'submitted'].map((name) => (
                    <th key={name}>{name}</th>
                  ))}
                </tr>
              </thead>
              <tbody ref={body}>
                {runs.map((run) => (
                  <Row key={run.id} run={run} />
                ))}
              </tbody>
            </table>
            {more && (
              <button type="button" onClick={more}>
                Older runs
              </button>
            )}
          </>
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
