/** The end of a submission: the answer, the percentiles, what was lost, where it ran, what comes next. */
import type { Report, RunDetail, TrialResult } from '@ringside/contract'
import { arrivalWord, formatCount, formatPercent } from '@ringside/dashboards'
import { cautionLines } from './cautions.ts'
import { comparisonLines, profileLines } from './comparisons.ts'
import { type Line, paint, type RenderOptions, wrap } from './line.ts'
import { medianLines } from './medians.ts'
import { spanLines } from './span-lines.ts'

export function renderReport(report: Report, options: RenderOptions): string {
  const { runs, comparisons, latencies } = report
  const lines: Line[] = [
    ...headLines(report),
    ...(comparisons.length > 0 ? comparisonLines({ comparisons, latencies }, options) : nothingCompared(runs, options)),
    ...profileLines(latencies, options),
    ...runs.flatMap((run) => failureLines(run, options)),
    ...countLines(report, options),
    ...hostLines(runs, options),
  ]
  return paint(lines, options)
}

function headLines({ submission, runs }: Report): Line[] {
  const trials = new Set(runs.map(({ spec }) => spec.trials))
  const points = `${runs.length} ${runs.length === 1 ? 'point' : 'points'}`
  return [
    [
      { text: submission.suite, style: 'bold' },
      { text: `  ${points}, ${[...trials].join(' or ')} trials a backend, submission ${submission.id}`, style: 'dim' },
    ],
    [],
  ]
}

function nothingCompared(runs: readonly RunDetail[], options: RenderOptions): Line[] {
  const one = runs.length > 0 && runs.every(({ backends }) => backends.length === 1)
  const why =
    runs.length === 0
      ? 'No runs: the suite expanded to no point.'
      : one
        ? 'Nothing to compare: the suite names one backend. Add a second under backends.'
        : 'Nothing to compare: no run has finished with two measured backends.'
  const reason = wrap(why, options.width).map((text): Line => [{ text, style: 'bold' }])
  return [...reason, [], ...(one ? medianLines(runs, options) : [])]
}

/** What became of a run that did not succeed. */
export function failureLines({ label, id, state, failure, progress }: RunDetail, { width }: RenderOptions): Line[] {
  if (state === 'succeeded') return []
  const what =
    state === 'failed'
      ? `failed (${failure?.cause ?? 'no cause recorded'})`
      : `${state}${progress === undefined ? '' : `: ${progress.phase}`}`
  const message = failure === undefined ? [] : wrap(failure.message, Math.max(20, width - 4)).map((text): Line => [`    ${text}`])
  return [
    [
      { text: `  ! ${label}: ${what}`, style: 'warn' },
      { text: `  ${id}`, style: 'dim' },
    ],
    ...message,
    [],
  ]
}

function countLines({ runs, spans }: Report, options: RenderOptions): Line[] {
  const trials = runs.flatMap(({ result }) => result?.trials ?? [])
  if (trials.length === 0) return []
  const sum = (count: (trial: TrialResult) => number) => trials.reduce((total, trial) => total + count(trial), 0)
  const [sent, verified, lost] = [
    sum(({ packets }) => packets.sent),
    sum(({ packets }) => packets.verified),
    sum(({ packets }) => packets.lost),
  ]
  const limited = trials.filter(({ generatorLimited }) => generatorLimited).length
  return [
    [
      'packets: ',
      `${formatCount(sent)} sent, ${formatCount(verified)} ${arrivalWord(trials)}, `,
      {
        text: `${formatCount(lost)} lost`,
        style: trials.some(({ packets, expectedFaults }) => packets.lost > 0 && !expectedFaults) ? 'warn' : undefined,
      },
      ...(limited > 0
        ? [{ text: `; load behind its schedule in ${limited} of ${trials.length} trials`, style: 'warn' } as const]
        : []),
    ],
    ...cautionLines(trials, options),
    ...spanLines(spans, runs, options),
  ]
}

function hostLines(runs: readonly RunDetail[], { width }: RenderOptions): Line[] {
  const results = runs.flatMap(({ result }) => result ?? [])
  const hosts = new Map(results.map(({ host }) => [host.id, host]))
  return [...hosts.values()].flatMap((host) => {
    const trials = results.filter((result) => result.host.id === host.id).flatMap((result) => result.trials)
    const each = (value: (trial: TrialResult) => string) => [...new Set(trials.map(value))].join(' and ')
    const facts = [
      `${host.hostname}`,
      `${host.cpus} CPUs`,
      host.cpuModel,
      `Linux ${host.kernel}`,
      ...(trials.length > 0
        ? [`pages ${each((trial) => trial.environment.pages)}`, `clock ${each((trial) => trial.environment.clock)}`]
        : []),
      stealWords(trials),
    ]
    return wrap(facts.filter((fact) => fact !== '').join(', '), Math.max(20, width - 7)).map(
      (text, i): Line => [i === 0 ? 'host:  ' : '       ', text],
    )
  })
}

function stealWords(trials: readonly TrialResult[]): string {
  if (trials.length === 0) return ''
  const worst = Math.max(...trials.map(({ environment }) => environment.stealRatio))
  const above = trials.filter(({ environment }) => environment.stealRatio > 0.02).length
  return `steal at most ${formatPercent(worst)}${above > 0 ? `, above 2 % in ${above} of ${trials.length} trials` : ''}`
}
