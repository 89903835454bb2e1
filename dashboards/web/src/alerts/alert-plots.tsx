/** A figure that got worse: the series around the change, and the latency before and after it. */
import type { AlertPoint, AlertSummary, CompareAnswer, LatencyProfile, TrendAnswer } from '@ringside/contract'
import { useMemo } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { percentilePlot, seriesOf } from '../../../plots/src/index.ts'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { Legend } from '../parts/legend.tsx'
import { PlotFigure } from '../parts/plot-figure.tsx'
import { Answer, Empty } from '../parts/states.tsx'
import { TrendCard } from '../trends/trend-card.tsx'
import { panelsOf, spanOf } from '../trends/trend-panels.ts'

const dayMs = 86_400_000
/** Of the series before the change. */
const daysBefore = 45

export function SeriesAround({ alert, point }: { alert: AlertSummary; point: AlertPoint }) {
  const { metric, pointId, backend, runEndedAt } = point
  const asked = {
    metric,
    point: pointId,
    backend,
    host: alert.host,
    since: new Date(Date.parse(runEndedAt) - daysBefore * dayMs).toISOString(),
    limit: 1,
  }
  const query = useQuery(JSON.stringify(asked), async (signal) =>
    content<TrendAnswer>(await api.GET('/api/v1/trends', { params: { query: asked }, signal })),
  )
  return (
    <Answer query={query} what="the series">
      {(answer) =>
        answer.series.length === 0 ? (
          <Empty>The runs of this series are no longer in the store.</Empty>
        ) : (
          <Around answer={answer} alert={alert} point={point} />
        )
      }
    </Answer>
  )
}

function Around({ answer, alert, point }: { answer: TrendAnswer; alert: AlertSummary; point: AlertPoint }) {
  const { route } = useLocation()
  const [panel] = useMemo(() => panelsOf(answer, [alert]), [answer, alert])
  const window = useMemo(() => spanOf(answer.series) ?? ([0, 1] as const), [answer])
  const series = useMemo(() => seriesOf([point.backend]), [point.backend])
  const picks = useMemo(() => baselineAndConfirmation(point), [point])
  if (panel === undefined) return null
  const trends = (from: number, to: number) => {
    const [start, end] = [from, to].map((ms) => new Date(ms).toISOString()) as [string, string]
    return `/trends?${new URLSearchParams({ metric: point.metric, point: point.pointId, host: alert.host, range: 'all', from: start, to: end })}`
  }
  return (
    <TrendCard
      panel={panel}
      metric={answer.metric}
      unit={answer.unit}
      window={window}
      seriesOf={series}
      picks={picks}
      onZoom={(zoom) => route(trends(...(zoom ?? window)))}
      onPick={({ runId }) => route(`/runs/${encodeURIComponent(runId)}`)}
    />
  )
}

/** A is the newest run of the baseline, B the one that confirmed the change. */
const baselineAndConfirmation = ({ baselineRunIds, confirmationRunId, backend }: AlertPoint) => [
  ...baselineRunIds.slice(0, 1).map((runId) => ({ runId, backend })),
  { runId: confirmationRunId, backend },
]

export function BeforeAndAfter({ point }: { point: AlertPoint }) {
  const { confirmationRunId, baselineRunIds, backend } = point
  const [newest] = baselineRunIds
  const asked = { a: `${confirmationRunId}:${backend}`, b: `${newest}:${backend}` }
  // The document has no pairs, only lists.
  const query = useQuery(
    JSON.stringify(asked),
    async (signal) =>
      content(await api.GET('/api/v1/comparisons', { params: { query: asked }, signal })) as unknown as CompareAnswer,
  )
  return (
    <Answer query={query} what="latency before and after">
      {({ latencies }) =>
        latencies.length === 0 ? (
          <Empty>These runs have not measured latency, or kept no histogram of it.</Empty>
        ) : (
          <Curves latencies={latencies} point={point} />
        )
      }
    </Answer>
  )
}

function Curves({ latencies, point: { confirmationRunId, label } }: { latencies: readonly LatencyProfile[]; point: AlertPoint }) {
  const [plot, series] = useMemo(() => {
    const nameOf = ({ runId }: LatencyProfile) => (runId === confirmationRunId ? 'after' : 'before')
    const of = seriesOf(['before', 'after'])
    return [percentilePlot(latencies, { title: label, seriesOf: of, nameOf }), ['before', 'after'].map(of)] as const
  }, [latencies, confirmationRunId, label])
  return (
    <>
      <Legend series={series} />
      <PlotFigure plot={plot}>
        Of the run that confirmed it, and of the newest run of its baseline; merged histograms of all trials.
      </PlotFigure>
    </>
  )
}
