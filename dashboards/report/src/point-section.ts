/** One point of the matrix: verdicts, trials, percentile curves, tables. */
import {
  type Comparison,
  judgedMetrics,
  type LatencyProfile,
  metricNames,
  metrics,
  type Report,
  type RunDetail,
  type TrialResult,
} from '@ringside/contract'
import {
  cautionsOf,
  formatCount,
  formatInterval,
  formatPercent,
  formatQuantity,
  formatRatio,
  remedyWords,
  sampleWords,
  sideNames,
} from '../../words/src/index.ts'
import { type Html, html } from './html.ts'
import { drawPercentiles } from './percentile-plot.ts'
import { queuePart } from './queue-part.ts'
import { legend, type SeriesOf } from './series.ts'
import { figure } from './svg.ts'
import { table } from './table.ts'
import { doubtful, drawTrials } from './trial-plot.ts'

export function pointSection(run: RunDetail, { comparisons, latencies }: Report, seriesOf: SeriesOf): Html {
  const mine = comparisons.filter(({ a, b }) => a.runId === run.id || b.runId === run.id)
  const profiles = latencies.filter(({ runId }) => runId === run.id)
  const { point, trials, durationMs, warmupMs, order } = run.spec
  const how = `${trials} ${trials === 1 ? 'trial' : 'trials'} a backend, each ${formatQuantity(durationMs * 1e6, 'ns')} after ${formatQuantity(warmupMs * 1e6, 'ns')} of warm-up, order ${order}, ${point.queues} ${point.queues === 1 ? 'pair' : 'pairs'} of ${point.ring} rings of ${point.ringSize} descriptors`
  return html`<section><h2 id="${run.id}">${run.label}</h2>
<p class="soft">${how}. Run <code>${run.id}</code>, trace <code>${run.traceId}</code>.</p>
${stateNote(run)}
${cautionNote(run)}
${mine.length > 0 ? verdictTable(mine) : ''}
${run.result === undefined ? '' : measured(run, run.result.trials, seriesOf)}
${profiles.length > 0 ? latencyPart(run, profiles, seriesOf) : ''}
${run.result === undefined ? '' : html`${queuePart(run, run.result.trials, seriesOf)}${trialTable(run, run.result.trials)}`}
</section>`
}

function stateNote({ state, failure, id }: RunDetail): Html {
  if (state === 'succeeded') return html``
  if (state === 'failed') {
    return html`<div class="note"><strong>Failed (${failure?.cause ?? 'no cause recorded'}).</strong> ${failure?.message ?? ''} <span class="soft">What it did until then: <code>ringside trace ${id}</code></span></div>`
  }
  return html`<p class="note">This run is ${state}; there are no results yet.</p>`
}

function cautionNote({ result }: RunDetail): Html {
  const cautions = cautionsOf(result?.trials ?? [])
  return cautions.length === 0
    ? html``
    : html`<div class="note"><ul>${cautions.map((words) => html`<li>${words}</li>`)}</ul></div>`
}

function verdictTable(comparisons: readonly Comparison[]): Html {
  const rows = comparisons.map((comparison) => {
    const [a, b] = sideNames(comparison)
    const { metric, ratio, interval, pValue, verdict, unit } = comparison
    return [
      metrics[metric].title,
      sideCell(a, comparison.a.median, unit),
      sideCell(b, comparison.b.median, unit),
      formatRatio(ratio),
      formatInterval(interval),
      pValue < 0.001 ? '< 0.001' : pValue.toFixed(3),
      sampleWords(comparison),
      html`<span><strong>${verdict}</strong>${remedyWords(comparison).map((words) => html`<br><span class="soft">${words}</span>`)}</span>`,
    ]
  })
  const head = ['metric', 'median', 'against', 'ratio', '95 % interval', 'p', 'samples', 'verdict']
  return table({ caption: 'Medians compared', head, rows })
}

const sideCell = (name: string, median: number, unit: string): Html =>
  html`<span>${name} <span class="fixed">${formatQuantity(median, unit)}</span></span>`

function measured(run: RunDetail, trials: readonly TrialResult[], seriesOf: SeriesOf): Html {
  const names = judgedMetrics[run.spec.point.workload.kind].filter((name) =>
    trials.some((trial) => trial.metrics[name] !== undefined),
  )
  const hollow = trials.filter(doubtful).length
  const charts = names.map((metric) => {
    const medians = run.backends.flatMap((backend) => {
      const values = trials.flatMap((trial) => (trial.backend === backend ? (trial.metrics[metric] ?? []) : []))
      return values.length === 0 ? [] : [{ backend, median: medianOf(values) }]
    })
    const caption = html`${metrics[metric].title} of ${trials.length} trials; lines are medians. ${hollow > 0 ? `Hollow: ${hollow} ${hollow === 1 ? 'trial' : 'trials'} with steal above 2 %, a load behind its schedule, or corrupt packets.` : ''}`
    return figure({
      title: `${run.label}: ${metrics[metric].title} by trial`,
      caption,
      file: `${run.label}-${metric}`,
      draw: (width) => drawTrials({ metric, trials, medians, seriesOf }, width),
    })
  })
  return html`<h3>Trials</h3>${legend(run.backends.map(seriesOf))}${charts}`
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

function latencyPart(run: RunDetail, profiles: readonly LatencyProfile[], seriesOf: SeriesOf): Html {
  const rows = profiles.map(({ backend, count, percentiles: { p50, p90, p99, p999, max } }) => [
    backend,
    ...[p50, p90, p99, p999, max].map((ns) => formatQuantity(ns, 'ns')),
    formatCount(count),
  ])
  return html`<h3>Latency by percentile</h3>${legend(profiles.map(({ backend }) => seriesOf(backend)))}${figure({
    title: `${run.label}: latency by percentile`,
    caption: html`From the intended send time of each packet. The histograms of all trials are merged; percentiles are not averaged.`,
    file: `${run.label}-percentiles`,
    draw: (width) => drawPercentiles(profiles, seriesOf, width),
  })}${table({ caption: 'All trials of a backend together', head: ['backend', 'p50', 'p90', 'p99', 'p99.9', 'max', 'packets'], rows })}`
}

function trialTable(run: RunDetail, trials: readonly TrialResult[]): Html {
  const present = metricNames.filter((name) => trials.some((trial) => trial.metrics[name] !== undefined))
  const openLoop = trials.some(({ intendedRatePps }) => intendedRatePps !== undefined)
  const counted = trials.some(({ cyclesPerPacket }) => cyclesPerPacket !== undefined)
  const rows = trials.map(({ cyclesPerPacket, ...trial }) => [
    `${trial.index + 1} ${trial.backend}`,
    ...present.map((name) => formatQuantity(trial.metrics[name] ?? Number.NaN, metrics[name].unit)),
    ...(openLoop ? [formatQuantity(trial.intendedRatePps ?? Number.NaN, 'pps')] : []),
    formatQuantity(trial.offeredRatePps, 'pps'),
    formatCount(trial.packets.lost),
    ...(counted ? [cyclesPerPacket?.driver, cyclesPerPacket?.device].map((cycles) => cycles?.toFixed(0) ?? '–') : []),
    formatPercent(trial.environment.stealRatio),
    trial.generatorLimited ? 'behind' : 'kept',
  ])
  const titles = present.map((name) => metrics[name].title.replace('latency ', ''))
  return html`<details><summary>All ${trials.length} trials of ${run.label}</summary>${table({
    caption: 'In the order they ran',
    head: [
      'trial',
      ...titles,
      ...(openLoop ? ['intended'] : []),
      'offered',
      'lost',
      ...(counted ? ['driver cycles a packet', 'device cycles a packet'] : []),
      'steal',
      'schedule',
    ],
    rows,
  })}</details>`
}
