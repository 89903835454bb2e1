/** Puts runs and the judge's answers together. Pure: runs in, comparisons out. */
import type { CompareAnswer, Comparison, Report, RunDetail, SpanCounts, Submission } from '@ringside/contract'
import { compareRuns, type JudgedSide, latencyProfiles } from '../judge/index.ts'

/** Everything about a submission. Runs without a result are in it, but not in the comparisons. */
export function reportOf(submission: Submission, runs: readonly RunDetail[]): Report {
  const measured = runs.filter((run) => run.result !== undefined)
  return {
    submission,
    runs,
    comparisons: measured.flatMap(compareBackends),
    latencies: measured.flatMap(latencyProfiles),
    spans: totalSpans(measured),
  }
}

/** Every pair of the backends of one run, in the order of the suite. */
export function compareBackends(run: RunDetail): Comparison[] {
  return run.backends.flatMap((a, at) =>
    run.backends.slice(at + 1).flatMap((b) => compareRuns({ run, backend: a }, { run, backend: b })),
  )
}

/** One side of a question: a run, and one of its backends when that was named. */
export interface AskedSide {
  readonly run: RunDetail
  readonly backend?: string | undefined
}

export type CompareOutcome =
  | { readonly ok: true; readonly answer: CompareAnswer }
  | { readonly ok: false; readonly detail: string }

/** Two runs, or without `b` the backends of one. Refuses what is not alike, with the remedy. */
export function compare(a: AskedSide, b: AskedSide | undefined): CompareOutcome {
  const refusal = refusalOf(a, b)
  if (refusal !== undefined) return { ok: false, detail: refusal }
  if (b === undefined) return { ok: true, answer: { comparisons: compareBackends(a.run), latencies: latencyProfiles(a.run) } }
  const pairs = pairsOf(a, b)
  if (pairs.length === 0) return { ok: false, detail: noPair(a, b) }
  return {
    ok: true,
    answer: { comparisons: pairs.flatMap(([left, right]) => compareRuns(left, right)), latencies: profilesOf(pairs) },
  }
}

function refusalOf(a: AskedSide, b: AskedSide | undefined): string | undefined {
  const sides = b === undefined ? [a] : [a, b]
  for (const { run, backend } of sides) {
    if (run.result === undefined)
      return `run ${run.id} is ${run.state} and has no result; only runs that succeeded can be compared`
    if (backend !== undefined && !run.backends.includes(backend)) {
      return `run ${run.id} has no backend '${backend}', it has ${run.backends.join(', ')}`
    }
  }
  if (b === undefined) {
    if (a.backend !== undefined)
      return `'${a.run.id}:${a.backend}' names one side only; leave out ':${a.backend}' or name another side`
    return a.run.backends.length > 1 ? undefined : `run ${a.run.id} has one backend only; name another run to compare it with`
  }
  const [kindA, kindB] = [a.run.spec.point.workload.kind, b.run.spec.point.workload.kind]
  if (kindA !== kindB)
    return `run ${a.run.id} measures ${kindA}, run ${b.run.id} measures ${kindB}; compare runs of the same kind of workload`
  if (a.run.pointId === b.run.pointId || (a.backend !== undefined && b.backend !== undefined)) return undefined
  return (
    `run ${a.run.id} (${a.run.label}, point ${a.run.pointId}) and run ${b.run.id} (${b.run.label}, point ${b.run.pointId}) ` +
    'measure different points; to compare them all the same, name a backend on both sides: RUN:BACKEND'
  )
}

type Pair = readonly [JudgedSide, JudgedSide]

/** The backends that were named, else those of equal name. */
function pairsOf(a: AskedSide, b: AskedSide): Pair[] {
  if (a.backend !== undefined && b.backend !== undefined) {
    return [
      [
        { run: a.run, backend: a.backend },
        { run: b.run, backend: b.backend },
      ],
    ]
  }
  const named = a.backend ?? b.backend
  const shared = a.run.backends.filter((name) => b.run.backends.includes(name) && (named === undefined || name === named))
  return shared.map((backend) => [
    { run: a.run, backend },
    { run: b.run, backend },
  ])
}

const noPair = (a: AskedSide, b: AskedSide): string =>
  `run ${a.run.id} (${a.run.backends.join(', ')}) and run ${b.run.id} (${b.run.backends.join(', ')}) share no such backend; ` +
  'name one on both sides: RUN:BACKEND'

/** Of the compared sides, each once. */
function profilesOf(pairs: readonly Pair[]): CompareAnswer['latencies'] {
  const asked = new Set(pairs.flat().map(({ run, backend }) => `${run.id}:${backend}`))
  const runs = new Map(pairs.flat().map(({ run }) => [run.id, run]))
  return [...runs.values()].flatMap(latencyProfiles).filter((profile) => asked.has(`${profile.runId}:${profile.backend}`))
}

function totalSpans(runs: readonly RunDetail[]): SpanCounts {
  const sum = (of: (spans: SpanCounts) => number) =>
    runs.reduce((total, { spans }) => total + (spans === undefined ? 0 : of(spans)), 0)
  const spooled = sum((spans) => spans.spooled ?? 0)
  return {
    ioctl: { issued: sum((spans) => spans.ioctl.issued), stored: sum((spans) => spans.ioctl.stored) },
    doorbell: { rung: sum((spans) => spans.doorbell.rung), stored: sum((spans) => spans.doorbell.stored) },
    dropped: sum((spans) => spans.dropped),
    ...(spooled > 0 ? { spooled } : {}),
  }
}
