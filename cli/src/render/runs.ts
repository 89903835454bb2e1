/** Runs: a table of many, and one in full. */
import type { Point, RunDetail, RunSummary, TrialResult } from '@ringside/contract'
import { metricNames, metrics } from '@ringside/contract'
import { formatCount, formatPercent, formatQuantity } from '@ringside/dashboards'
import { cautionLines } from './cautions.ts'
import { backendColors } from './colors.ts'
import { type Line, type Part, paint, type RenderOptions } from './line.ts'
import { medianOf } from './medians.ts'
import { queueLines } from './queues.ts'
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
    run.confirms === undefined ? run.label : `${run.label} (${run.confirms} again)`,
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

/** What to show of a run beyond its trials. */
export interface RunView {
  /** What both ends of every queue counted. */
  readonly queues?: boolean | undefined
}

/** State and place, then every trial with its metrics and whatever speaks against it. */
export function renderRun(run: RunDetail, options: RenderOptions, view: RunView = {}): string {
  const { spec } = run
  const about: readonly (readonly [string, string])[] = [
    ['state', run.state],
    ['suite', run.suite],
    ['host', run.result === undefined ? run.host : `${run.result.host.hostname} (${run.host})`],
    [
      'trials',
      `${spec.trials} a backend, ${spec.durationMs} ms after ${spec.warmupMs} ms of warm-up, order ${spec.order}, seed ${spec.seed}`,
    ],
    ['rings', ringWords(spec.point)],
    ['trace', run.traceId],
    ...(run.confirms === undefined
      ? []
      : [['again', `measures ${run.confirms} once more, as its figures had got worse`] as const]),
    ...(tookOf(run) === '' ? [] : [['took', tookOf(run)] as const]),
  ]
  const lines: Line[] = [
    [
      { text: run.label, style: 'bold' },
      { text: `  ${run.id}`, style: 'dim' },
    ],
    ...about.map(([key, value]): Line => [{ text: `  ${key.padEnd(8)}`, style: 'dim' }, value]),
    [],
    ...(run.result === undefined ? [] : measuredLines(run, run.result.trials, { ...options, ...view })),
    ...failureLines(run, options),
    ...(run.spans === undefined ? [] : spanLines(run.spans, [run], options)),
  ]
  return paint(lines, options)
}

const ringWords = ({ ringSize, queues, ring }: Point): string =>
  `${queues} ${queues === 1 ? 'pair' : 'pairs'}, ${ring}, ${ringSize} descriptors`

function measuredLines(run: RunDetail, trials: readonly TrialResult[], options: RenderOptions & RunView): Line[] {
  return [
    ...trialLines(run, trials, options),
    [],
    ...cycleLines(run, trials),
    ...cautionLines(trials, options),
    ...(options.queues ? [...queueLines(trials, options), []] : []),
  ]
}

/** Medians of CPU cycles, where the processor counted them. */
function cycleLines({ backends }: RunDetail, trials: readonly TrialResult[]): Line[] {
  return backends.flatMap((backend) => {
    const counted = trials.flatMap((trial) => (trial.backend === backend ? (trial.cyclesPerPacket ?? []) : []))
    if (counted.length === 0) return []
    const cycles = (end: 'driver' | 'device') => medianOf(counted.map((each) => each[end])).toFixed(0)
    const words = `${cycles('driver')} driver, ${cycles('device')} device a packet (medians of ${formatCount(counted.length)})`
    return [[{ text: '  cycles  ', style: 'dim' }, `${backend}: ${words}`] satisfies Line]
  })
}

function trialLines(run: RunDetail, trials: readonly TrialResult[], { width }: RenderOptions): Line[] {
  const present = metricNames.filter((name) => trials.some((trial) => trial.metrics[name] !== undefined))
  const colors = backendColors(run.backends)
  const titles = present.map((name) => metrics[name].title.replace('latency ', ''))
  const openLoop = trials.some(({ intendedRatePps }) => intendedRatePps !== undefined)
  const rates = openLoop ? ['intended', 'offered'] : []
  const columns = ['#', 'backend', 'lost', 'steal', ...titles, ...rates, ''].map((title, i, all) => ({
    title,
    align: i === 1 || i === all.length - 1 ? ('left' as const) : ('right' as const),
    optional: ['min', 'p99.9', 'bit rate', ...rates].includes(title),
  }))
  const rows = trials.map((trial) => [
    String(trial.index + 1),
    { text: trial.backend, style: colors.get(trial.backend) },
    {
      text: formatCount(trial.packets.lost),
      style: trial.packets.lost > 0 && !trial.expectedFaults ? ('warn' as const) : undefined,
    },
    formatPercent(trial.environment.stealRatio),
    ...present.map((name) => formatQuantity(trial.metrics[name] ?? Number.NaN, metrics[name].unit)),
    ...(openLoop ? [trial.intendedRatePps ?? Number.NaN, trial.offeredRatePps].map((pps) => formatQuantity(pps, 'pps')) : []),
    { text: trial.generatorLimited ? 'load behind' : '', style: 'warn' as const },
  ])
  return table({ columns, rows }, width)
}
