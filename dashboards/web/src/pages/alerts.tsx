/** What got worse, newest first: open alerts, and those of before. Filters are in the address. */
import type { AlertPage, AlertSummary } from '@ringside/contract'
import { alertPath, runPath } from '@ringside/contract/links'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { AlertStateWords } from '../alerts/alert-state.tsx'
import { changeWords, levelWords, pointTitle } from '../alerts/alert-words.ts'
import { type AlertFilter, listAlerts } from '../api/alerts.ts'
import { useQuery } from '../api/use-query.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Moment } from '../parts/moment.tsx'
import { Answer, Empty } from '../parts/states.tsx'
import { useRows } from '../parts/use-rows.ts'
import { useTitle } from '../parts/use-title.ts'

/** By what the address says. */
const states = {
  unresolved: { title: 'open or acknowledged', asked: ['open', 'acknowledged'] },
  open: { title: 'open', asked: ['open'] },
  acknowledged: { title: 'acknowledged', asked: ['acknowledged'] },
  resolved: { title: 'resolved', asked: ['resolved'] },
  any: { title: 'any', asked: [] },
} as const
type Shown = keyof typeof states

/** Alerts are told by nobody: they are asked for again. */
const everyMs = 5_000

export function AlertsPage() {
  useTitle('Alerts')
  const { query, route } = useLocation()
  const shown: Shown = Object.hasOwn(states, query.state ?? '') ? (query.state as Shown) : 'unresolved'
  const { suite = '', host = '' } = query
  const change = (changes: Readonly<Record<string, string>>) => {
    const next = Object.entries({ state: shown, suite, host, ...changes }).filter(([, value]) => value && value !== 'unresolved')
    route(`/alerts${next.length > 0 ? `?${new URLSearchParams(next)}` : ''}`, true)
  }
  const { asked } = states[shown]
  const filter: AlertFilter = { ...(asked.length > 0 && { state: [...asked] }), ...(suite && { suite }), ...(host && { host }) }
  const answer = useQuery(JSON.stringify(filter), (signal) => listAlerts(filter, signal), { everyMs })
  return (
    <>
      <h1>Alerts</h1>
      <search class="filters">
        <label>
          state
          <select value={shown} onChange={({ currentTarget: { value } }) => change({ state: value })}>
            {Object.entries(states).map(([name, { title }]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
        {Object.entries({ suite, host }).map(([name, value]) => (
          <label key={name}>
            {name}
            <input
              type="search"
              value={value}
              placeholder="any"
              onChange={({ currentTarget }) => change({ [name]: currentTarget.value.trim() })}
            />
          </label>
        ))}
      </search>
      <Answer query={answer} what="alerts">
        {(page) =>
          page.alerts.length === 0 ? (
            <NoAlerts shown={shown} isFiltered={suite !== '' || host !== ''} />
          ) : (
            <AlertList key={JSON.stringify(filter)} first={page} filter={filter} />
          )
        }
      </Answer>
      <Copyable text={`ringside alerts${shown === 'unresolved' || shown === 'any' ? '' : ` --state ${shown}`}`} />
    </>
  )
}

function NoAlerts({ shown, isFiltered }: { shown: Shown; isFiltered: boolean }) {
  if (isFiltered || (shown !== 'any' && shown !== 'unresolved')) {
    return (
      <Empty>
        No alert is like that. <a href="/alerts?state=any">All alerts</a>
      </Empty>
    )
  }
  return (
    <Empty>
      <p>{shown === 'any' ? 'No alert was ever opened here.' : 'No alert is open: what is watched is as it was.'}</p>
      <p>
        A suite says what is watched: <code>{'alerts: [ { metric: p99, minChange: 5% } ]'}</code>. A figure that is worse than the
        last good runs of its series is measured again; if it is worse once more, an alert opens.
      </p>
      {shown !== 'any' && <a href="/alerts?state=any">Alerts of before</a>}
    </Empty>
  )
}

function AlertList({ first, filter }: { first: AlertPage; filter: AlertFilter }) {
  const [pages, setPages] = useState<readonly AlertPage[]>([])
  const body = useRows()
  const all = [first, ...pages]
  const next = all.at(-1)?.next
  const more = async () => {
    if (next === undefined) return
    const page = await listAlerts({ ...filter, cursor: next })
    setPages((before) => [...before, page])
  }
  return (
    <>
      <p class="lead">{sentence(all.flatMap(({ alerts }) => alerts))}</p>
      <table class="rows">
        <thead>
          <tr>
            <th>what got worse</th>
            <th>by how much</th>
            <th>since</th>
            <th>confirmed by</th>
            <th>state</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {all
            .flatMap(({ alerts }) => alerts)
            .map((alert) => (
              <AlertRow key={alert.id} alert={alert} />
            ))}
        </tbody>
      </table>
      {next && (
        <button type="button" onClick={more}>
          Older alerts
        </button>
      )}
    </>
  )
}

/** `2 open, 1 acknowledged.` */
function sentence(alerts: readonly AlertSummary[]): string {
  const counts = Map.groupBy(alerts, ({ state }) => state)
  const parts = (['open', 'acknowledged', 'resolved'] as const).flatMap((state) => {
    const count = counts.get(state)?.length ?? 0
    return count === 0 ? [] : [`${count} ${state}`]
  })
  return `${parts.join(', ')}.`
}

function AlertRow({ alert }: { alert: AlertSummary }) {
  const [first, ...others] = alert.points
  return (
    <tr>
      <td data-label="what got worse">
        <span>
          <a href={alertPath(alert.id)}>{first ? pointTitle(first) : alert.title}</a>
          {others.length > 0 && ` and ${others.length} more`}
          <br />
          <span class="soft">
            {alert.suite} on {alert.host}
          </span>
        </span>
      </td>
      <td data-label="by how much">
        {first && (
          <span>
            {changeWords(first)}
            <br />
            <span class="soft">{levelWords(first)}</span>
          </span>
        )}
      </td>
      <td data-label="since">
        <Moment at={first?.runEndedAt ?? alert.openedAt} />
      </td>
      <td data-label="confirmed by">{first && <a href={runPath(first.confirmationRunId)}>{first.confirmationRunId}</a>}</td>
      <td data-label="state">
        <AlertStateWords alert={alert} />
      </td>
    </tr>
  )
}
