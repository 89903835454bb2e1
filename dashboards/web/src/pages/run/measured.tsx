/** What a run measured: how its backends compare, each one's figures, its trials and its percentiles. */
import type { CompareAnswer, Comparison, LatencyProfile, RunDetail } from '@ringside/contract'
import { judgedMetrics, type MetricName, metrics } from '@ringside/contract/metrics'
import { useMemo } from 'preact/hooks'
import { percentilePlot } from '../../../../plots/src/percentile-plot.ts'
import type { Series } from '../../../../plots/src/theme.ts'
import { trialPlot } from '../../../../plots/src/trial-plot.ts'
import { cautionsOf, doubtWords, isDoubtful } from '../../../../words/src/caution.ts'
import { formatCount, formatInterval, formatPercent, formatQuantity, formatRatio } from '../../../../words/src/quantity.ts'
import { answerOf, matchups, remedyWords, sampleWords } from '../../../../words/src/sentence.ts'
import { api, content } from '../../api/client.ts'
import { type Query, useQuery } from '../../api/use-query.ts'
import { PlotFigure } from '../../parts/plot-figure.tsx'
import { type BackendFigures, backendFigures, metricsShown } from './backend-figures.ts'
import { FigureTable } from './figure-table.tsx'

interface PartProps {
  readonly run: RunDetail
  readonly seriesOf: (name: string) => Series
}

export function Measured({ run, seriesOf }: PartProps) {
  const comparing = useComparison(run)
  const figures = useMemo(() => backendFigures(run), [run])
  const cautions = cautionsOf(run.result?.trials ?? [])
  return (
    <>
      <Compared comparing={comparing} />
      {cautions.map((words) => (
        <p key={words} class="caution">
          {words}
        </p>
      ))}
      <BackendTable run={run} figures={figures} />
      <HonestyTable figures={figures} />
      {judgedMetrics[run.spec.point.workload.kind].map((metric) => (
        <Trials key={metric} run={run} metric={metric} seriesOf={seriesOf} figures={figures} />
      ))}
      <Percentiles run={run} seriesOf={seriesOf} profiles={comparing.data?.latencies} />
    </>
  )
}

type Comparing = Query<CompareAnswer | undefined>

/** Nothing for a run without two backends that were measured. */
function useComparison({ id, backends, state }: RunDetail): Comparing {
  const comparable = backends.length > 1 && state === 'succeeded'
  return useQuery(`${id} ${comparable}`, async (signal) => {
    if (!comparable) return undefined
    const answer = await api.GET('/api/v1/comparisons', { params: { query: { a: id } }, signal })
    // The document's types know no tuples, and its intervals are pairs.
    return content<CompareAnswer>(answer as never)
  })
}

function Compared({ comparing: { data, error, loading } }: { comparing: Comparing }) {
  if (error) return <p class="caution">The backends could not be compared: {error.message}</p>
  if (data === undefined) return loading ? <p class="soft">Comparing …</p> : null
  const caveats = [...new Set(data.comparisons.flatMap((comparison) => comparison.caveats))]
  return (
    <>
      {matchups(data.comparisons).map((matchup) => {
        const { verdict, detail } = answerOf(matchup)
        return (
          <p key={`${matchup.a} ${matchup.b}`} class="lead">
            {verdict} <span class="soft">{detail}</span>
          </p>
        )
      })}
      {caveats.map((words) => (
        <p key={words} class="caution">
          {words}
        </p>
      ))}
      <FigureTable
        caption="Medians compared; the interval is that of the ratio, 95 % by bootstrap"
        head={['metric', 'median', 'against', 'ratio', 'interval', 'samples', 'verdict']}
        rows={data.comparisons.map(verdictRow)}
      />
    </>
  )
}

function verdictRow(comparison: Comparison) {
  const { metric, a, b, unit, ratio, interval, verdict } = comparison
  const decided = verdict === 'faster' || verdict === 'slower'
  return [
    metrics[metric].title,
    `${a.backend} ${formatQuantity(a.median, unit)}`,
    `${b.backend} ${formatQuantity(b.median, unit)}`,
    formatRatio(ratio),
    formatInterval(interval),
    sampleWords(comparison),
    <span key="verdict" class={decided ? 'decided' : 'soft'}>
      {[verdict, ...remedyWords(comparison)].join('; ')}
    </span>,
  ]
}

function BackendTable({ run, figures }: { run: RunDetail; figures: readonly BackendFigures[] }) {
  const shown = metricsShown(run)
  const cell = ({ metrics: middles }: BackendFigures, metric: MetricName) => {
    const middle = middles.get(metric)
    if (middle === undefined) return '–'
    const { unit } = metrics[metric]
    return (
      <>
        {formatQuantity(middle.median, unit)}
        <span class="why soft">
          {formatQuantity(middle.low, unit)} to {formatQuantity(middle.high, unit)}
        </span>
      </>
    )
  }
  return (
    <FigureTable
      caption="Medians of trials, and between which values the middle half of them lies"
      head={['backend', ...shown.map((metric) => metrics[metric].title), 'trials']}
      rows={figures.map((each) => [each.backend, ...shown.map((metric) => cell(each, metric)), formatCount(each.trials.length)])}
    />
  )
}

/** What stands beside every rate: what was lost, and whether the load kept its own schedule. */
function HonestyTable({ figures }: { figures: readonly BackendFigures[] }) {
  return (
    <FigureTable
      caption="Packets of all trials, and the load itself"
      head={['backend', 'asked for', 'offered', 'sent', 'lost', 'not sent', 'corrupt', 'load']}
      rows={figures.map(({ backend, trials, sent, lost, unsent, corrupt, intendedRatePps, offeredRatePps, generatorLimited }) => [
        backend,
        intendedRatePps === undefined ? 'all it takes' : formatQuantity(intendedRatePps, 'pps'),
        formatQuantity(offeredRatePps, 'pps'),
        formatCount(sent),
        lost === 0 ? '0' : `${formatCount(lost)} (${formatPercent(lost / Math.max(1, sent))})`,
        formatCount(unsent),
        formatCount(corrupt),
        generatorLimited === 0 ? 'kept its schedule' : `behind its schedule in ${generatorLimited} of ${trials.length} trials`,
      ])}
    />
  )
}

interface TrialsProps extends PartProps {
  readonly metric: MetricName
  readonly figures: readonly BackendFigures[]
}

function Trials({ run, metric, seriesOf, figures }: TrialsProps) {
  const trials = run.result?.trials ?? []
  const plot = useMemo(() => {
    const dots = trials.flatMap((trial) => {
      const value = trial.metrics[metric]
      return value === undefined
        ? []
        : [{ name: trial.backend, value, hollow: isDoubtful(trial), title: `trial ${trial.index + 1}` }]
    })
    const medians = figures.flatMap(({ backend, metrics: middles }) => {
      const median = middles.get(metric)?.median
      return median === undefined ? [] : [{ name: backend, median }]
    })
    return trialPlot(dots, { title: run.label, metric, medians, seriesOf })
  }, [run, metric])
  const hollow = trials.filter(isDoubtful).length
  return (
    <PlotFigure plot={plot}>
      {metrics[metric].title} of {formatCount(trials.length)} trials in the order they ran; lines are medians.
      {hollow > 0 && ` Hollow: ${hollow} ${hollow === 1 ? 'trial' : 'trials'} with ${doubtWords}.`}
    </PlotFigure>
  )
}

interface PercentilesProps extends PartProps {
  readonly profiles: readonly LatencyProfile[] | undefined
}

function Percentiles({ run, seriesOf, profiles = [] }: PercentilesProps) {
  const plot = useMemo(() => percentilePlot(profiles, { title: run.label, seriesOf }), [profiles])
  if (profiles.length === 0) return null
  return (
    <PlotFigure plot={plot}>
      Latency from the intended send time of each packet; the histograms of all trials of a backend are merged,{' '}
      {profiles.map(({ backend, count }) => `${formatCount(count)} packets of ${backend}`).join(', ')}.
    </PlotFigure>
  )
}
