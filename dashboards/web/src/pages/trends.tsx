/** How figures went over time: one plot a point, all over the same time, with what happened meanwhile. */
import type { AlertSummary, TrendAnswer } from '@ringside/contract'
import { useMemo } from 'preact/hooks'
import { type Series, seriesOf } from '../../../plots/src/index.ts'
import { metricTitles } from '../../../words/src/metric-title.ts'
import { formatCount } from '../../../words/src/quantity.ts'
import { listAlerts } from '../api/alerts.ts'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Legend } from '../parts/legend.tsx'
import { Answer } from '../parts/states.tsx'
import { useTitle } from '../parts/use-title.ts'
import { momentWords } from '../trends/figure-words.ts'
import { NoTrends } from '../trends/no-trends.tsx'
import { PickTray } from '../trends/pick-tray.tsx'
import { addressOfPicks, picksOf, withPick } from '../trends/picks.ts'
import { rangeOf, ranges, type TrendAddress, trendQuery, useTrendAddress, zoomOf } from '../trends/trend-address.ts'
import { TrendCard } from '../trends/trend-card.tsx'
import { TrendFilters } from '../trends/trend-filters.tsx'
import { type Panel, panelsOf, spanOf } from '../trends/trend-panels.ts'
import { useCards } from '../trends/use-cards.ts'

/** Alerts that are marked: the newest ones. */
const mostAlerts = 200

export function TrendsPage() {
  useTitle('Trends')
  const [address, change] = useTrendAddress()
  const asked = trendQuery(address, Date.now())
  const query = useQuery(JSON.stringify(asked), async (signal) =>
    content<TrendAnswer>(
      await api.GET('/api/v1/trends', { params: { query: asked as { metric: TrendAnswer['metric'] } }, signal }),
    ),
  )
  const { suite, host } = address
  const filter = { limit: mostAlerts, ...(suite && { suite }), ...(host && { host }) }
  const alerts = useQuery(JSON.stringify(filter), async (signal) => (await listAlerts(filter, signal)).alerts)
  return (
    <>
      <h1>Trends</h1>
      <TrendFilters address={address} onChange={change} />
      <Answer query={query} what="trends">
        {(answer) =>
          answer.series.length === 0 ? (
            <NoTrends answer={answer} address={address} onChange={change} />
          ) : (
            <Trends answer={answer} alerts={alerts.data ?? noAlerts} alertsFailed={alerts.error !== undefined} />
          )
        }
      </Answer>
    </>
  )
}

const noAlerts: readonly AlertSummary[] = []

interface TrendsProps {
  readonly answer: TrendAnswer
  readonly alerts: readonly AlertSummary[]
  readonly alertsFailed: boolean
}

function Trends({ answer, alerts, alertsFailed }: TrendsProps) {
  const [address, change] = useTrendAddress()
  const panels = useMemo(() => panelsOf(answer, alerts), [answer, alerts])
  const series = useMemo(() => seriesOf(answer.series.map(({ backend }) => backend).sort()), [answer])
  const whole = useMemo(() => spanOf(answer.series) ?? ([0, 1] as const), [answer])
  const { from, to, a, b } = address
  const zoom = useMemo(() => zoomOf({ ...(from && { from }), ...(to && { to }) }), [from, to])
  const picks = useMemo(() => picksOf({ ...(a && { a }), ...(b && { b }) }), [a, b])
  const cards = useCards()
  const zoomTo = (window: readonly [number, number] | undefined) => {
    const [start, end] = window?.map((ms) => new Date(ms).toISOString()) ?? []
    change({ from: start, to: end })
  }
  return (
    <>
      <Summary answer={answer} panels={panels} alertsFailed={alertsFailed} seriesOf={series} />
      <p class="trend-window" aria-live="polite">
        {zoom ? (
          <>
            {momentWords(zoom[0])} to {momentWords(zoom[1])}{' '}
            <button type="button" onClick={() => zoomTo(undefined)}>
              Whole time
            </button>
          </>
        ) : (
          <span class="soft">Drag over a plot to look closer; click on two runs to see what changed between them.</span>
        )}
      </p>
      <div class="trend-cards" ref={cards}>
        {panels.map((panel) => (
          <TrendCard
            key={panel.pointId}
            panel={panel}
            metric={answer.metric}
            unit={answer.unit}
            window={zoom ?? whole}
            seriesOf={series}
            picks={picks}
            onZoom={zoomTo}
            onPick={(side) => change(addressOfPicks(withPick(picks, side)))}
          />
        ))}
      </div>
      {answer.points > panels.length && (
        <p>
          {panels.length} of {formatCount(answer.points)} points are shown.{' '}
          <button type="button" onClick={() => change({ limit: String(Math.min(mostPoints, panels.length * 2)) })}>
            Show more
          </button>
        </p>
      )}
      <Copyable text={commandOf(address)} />
      <PickTray picks={picks} onClear={() => change({ a: '', b: '' })} />
    </>
  )
}

/** What makes the same in a terminal. */
function commandOf(address: TrendAddress): string {
  const { since: _, ...query } = trendQuery(address, Date.now())
  const { days } = ranges[rangeOf(address)]
  const quoted = (text: string) => (/^[\w.:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
  const options = Object.entries({ ...query, ...(days === undefined ? {} : { since: `${days}d` }) })
  return ['ringside trends', ...options.map(([name, value]) => `--${name} ${quoted(value)}`)].join(' ')
}

/** As many as the controller answers. */
const mostPoints = 200

const plural = (count: number, one: string): string => `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`

interface SummaryProps extends Omit<TrendsProps, 'alerts'> {
  readonly panels: readonly Panel[]
  readonly seriesOf: (backend: string) => Series
}

/** The answer in words, and what is not in it. */
function Summary({ answer, panels, alertsFailed, seriesOf }: SummaryProps) {
  const backends = new Set(answer.series.map(({ backend }) => backend))
  const open = panels.filter(({ hasOpenAlert }) => hasOpenAlert).length
  const runs = answer.series.reduce((sum, series) => sum + series.runs.length, 0)
  const alarm =
    open === 0 ? 'No alert is open on them.' : `${plural(open, 'point')} ${open === 1 ? 'has' : 'have'} an open alert.`
  return (
    <>
      <p class="lead">
        {alertsFailed ? 'Alerts could not be loaded.' : alarm} {capital(metricTitles[answer.metric])} of{' '}
        {plural(panels.length, 'point')} on {plural(backends.size, 'backend')}, {plural(runs, 'figure')}; hosts changed{' '}
        {plural(answer.changes.length, 'time')}.
      </p>
      <p class="soft">
        Lines go through the medians of runs, bands over the middle half of their trials.
        {answer.isCut &&
          ` These are the newest ${formatCount(runs)} figures; choose a shorter time, a suite or a point to see what is older.`}
      </p>
      <Legend series={[...backends].sort().map(seriesOf)} />
    </>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
