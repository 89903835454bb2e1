/** Runs: a table of many, and one in full. */
import type { RunDetail, RunSummary, TrialResult } from '@ringside/contract'
import { metricNames, metrics } from '@ringside/contract'
import { formatCount, formatPercent, formatQuantity } from '@ringside/dashboards'
import { backendColors } from './colors.ts'
import { type Line, type Part, paint, type RenderOptions } from './line.ts'
import { failureLines } from './report.ts'
import { spanLines } from './span-lines.ts'
import { table } from './table.ts'

/** Newest first, as the controller gives them. */
export function renderRuns(runs: readonly RunSummary[], options: RenderOptions): string {
  if (runs.length === 0) return paint([['No runs yet. Submit a suite: ringside run SUITE.yaml']], options)
  const columns = ['run', 'state', 'submitted (UTC)', 'took', 'point', 'suite', 'backends'].map((title) => ({
    title,
    align: title === 'took' ? ('right' as const) : ('left' as const),
    optional: title === 'took' || title === 'suite' || title === 'backends',
  }))
  const rows = runs.map((run) => [
    run.id,
    stateOf(run),
    run.submittedAt.slice(0, 16).replace('T', ' '),
    tookOf(run),
    run.label,
    run.suite,
    run.backends.join(', '),
  ])
  return paint(table({ columns, rows }, options.width), options)
}

function stateOf({ state, failure, progress }: RunSummary): Part {
  if (state === 'failed') return { text: failure === undefined ? 'failed' : `failed: ${failure.cause}`, style: 'warn' }
  if (state === 'running' && progress !== undefined) return { text: `running ${Math.round(progress.percent)} %` }
  return { text: state, style: state === 'queued' ? 'dim' : undefined }
}

function tookOf({ startedAt, endedAt }: RunSummary): string {
  if (startedAt === undefined || endedAt === undefined) return ''
  return formatQuantity((Date.parse(endedAt) - Date.parse(startedAt)) * 1e6, 'ns')
}

/** State and place, then every trial with its metrics and whatever speaks against it. */
export function renderRun(run: RunDetail, options: RenderOptions): string {
  const { spec } = run
  const about: readonly (readonly [string, string])[] = [
    ['state', run.state],
    ['suite', run.suite],
    ['host', run.result === undefined ? run.host : `${run.result.host.hostname} (${run.host})`],
    [
      'trials',
      `${spec.trials} a backend, ${spec.durationMs} ms after ${spec.warmupMs} ms of warm-up, order ${spec.order}, seed ${spec.seed}`,
    ],
    ['ring', `${spec.point.ringSize} descriptors`],
    ['trace', run.traceId],
    ...(tookOf(run) === '' ? [] : [['took', tookOf(run)] as const]),
  ]
  const lines: Line[] = [
    [
      { text: run.label, style: 'bold' },
      { text: `  ${run.id}`, style: 'dim' },
    ],
    ...about.map(([key, value]): Line => [{ text: `  ${key.padEnd(8)}`, style: 'dim' }, value]),
    [],
    ...(run.result === undefined ? [] : [...trialLines(run, run.result.trials, options), []]),
    ...failureLines(run, options),
    ...(run.spans === undefined ? [] : spanLines(run.spans, [run], options)),
  ]
  return paint(lines, options)
}

function trialLines(run: RunDetail, trials: readonly TrialResult[], { width }: RenderOptions): Line[] {
  const present = metricNames.filter((name) => trials.some((trial) => trial.metrics[name] !== undefined))
  const colors = backendColors(run.backends)
  const titles = present.map((name) => metrics[name].title.replace('latency ', ''))
  const columns = ['#', 'backend', 'lost', 'steal', ...titles, ''].map((title, i, all) => ({
    title,
    align: i === 1 || i === all.length - 1 ? ('left' as const) : ('right' as const),
    optional: title === 'min' || title === 'p99.9' || title === 'bit rate',
  }))
  const rows = trials.map((trial) => [
    String(trial.index + 1),
    { text: trial.backend, style: colors.get(trial.backend) },
    { text: formatCount(trial.packets.lost), style: trial.packets.lost > 0 ? ('warn' as const) : undefined },
    formatPercent(trial.environment.stealRatio),
    ...present.map((name) => formatQuantity(trial.metrics[name] ?? Number.NaN, metrics[name].unit)),
    { text: trial.generatorLimited ? 'load behind' : '', style: 'warn' as const },
  ])
  return table({ columns, rows }, width)
}
