/** One point of the matrix: verdicts, trials, percentile curves, tables. */
import type { Report, RunDetail, TrialResult } from '@ringside/contract'
import { judgedMetrics } from '@ringside/contract/metrics'
import type { Series } from '../../plots/src/theme.ts'
import { Legend } from '../../views/src/legend.tsx'
import { Note } from '../../views/src/note.tsx'
import { Percentiles } from '../../views/src/percentiles.tsx'
import { TrialsFigure } from '../../views/src/trials-figure.tsx'
import { VerdictTable } from '../../views/src/verdict-table.tsx'
import { cautionsOf, isDoubtful } from '../../words/src/caution.ts'
import { formatQuantity } from '../../words/src/quantity.ts'
import { QueuePart } from './queue-part.tsx'
import { TrialTable } from './trial-table.tsx'

export interface PointProps {
  readonly run: RunDetail
  readonly report: Report
  readonly seriesOf: (name: string) => Series
}

export function PointSection({ run, report: { comparisons, latencies }, seriesOf }: PointProps) {
  const mine = comparisons.filter(({ a, b }) => a.runId === run.id || b.runId === run.id)
  const profiles = latencies.filter(({ runId }) => runId === run.id)
  const trials = run.result?.trials
  return (
    <section>
      <h2 id={run.id}>{run.label}</h2>
      <p class="soft">
        {how(run)}. Run <code>{run.id}</code>, trace <code>{run.traceId}</code>.
      </p>
      <State run={run} />
      <Note items={cautionsOf(trials ?? [])} />
      {mine.length > 0 && <VerdictTable comparisons={mine} />}
      {trials && <Measured run={run} trials={trials} seriesOf={seriesOf} />}
      {profiles.length > 0 && (
        <>
          <h3>Latency by percentile</h3>
          <Legend series={profiles.map(({ backend }) => seriesOf(backend))} />
          <Percentiles title={run.label} profiles={profiles} seriesOf={seriesOf} />
        </>
      )}
      {trials && <QueuePart run={run} trials={trials} seriesOf={seriesOf} />}
      {trials && <TrialTable label={run.label} trials={trials} />}
    </section>
  )
}

function how({ spec: { point, trials, durationMs, warmupMs, order } }: RunDetail): string {
  const each = `each ${formatQuantity(durationMs * 1e6, 'ns')} after ${formatQuantity(warmupMs * 1e6, 'ns')} of warm-up`
  const rings = `${point.queues} ${point.queues === 1 ? 'pair' : 'pairs'} of ${point.ring} rings of ${point.ringSize} descriptors`
  return `${trials} ${trials === 1 ? 'trial' : 'trials'} a backend, ${each}, order ${order}, ${rings}`
}

function State({ run: { state, failure, id } }: { run: RunDetail }) {
  if (state === 'succeeded') return null
  if (state !== 'failed') return <p class="note">This run is {state}; there are no results yet.</p>
  return (
    <div class="note">
      <strong>Failed ({failure?.cause ?? 'no cause recorded'}).</strong> {failure?.message}{' '}
      <span class="soft">
        What it did until then: <code>ringside trace {id}</code>
      </span>
    </div>
  )
}

function Measured({ run, trials, seriesOf }: Omit<PointProps, 'report'> & { trials: readonly TrialResult[] }) {
  const ordered = trials.toSorted((x, y) => Number(BigInt(x.startedUnixNs) - BigInt(y.startedUnixNs)))
  const dotsOf = (metric: (typeof names)[number]) =>
    ordered.flatMap((trial) => {
      const value = trial.metrics[metric]
      const title = `trial ${trial.index + 1}`
      return value === undefined ? [] : [{ name: trial.backend, value, hollow: isDoubtful(trial), title }]
    })
  const names = judgedMetrics[run.spec.point.workload.kind]
  const drawn = names.map((metric) => ({ metric, dots: dotsOf(metric) })).filter(({ dots }) => dots.length > 0)
  return (
    <>
      <h3>Trials</h3>
      <Legend series={run.backends.map(seriesOf)} />
      {drawn.map(({ metric, dots }) => (
        <TrialsFigure key={metric} title={run.label} metric={metric} dots={dots} seriesOf={seriesOf} />
      ))}
    </>
  )
}
