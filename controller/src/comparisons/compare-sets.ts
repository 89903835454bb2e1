/** Two sets of runs side by side, whatever their size: found, matched, read and judged. */
import { type ComparedSet, formatRunSet, parseRunSet, type RunSet, type SetComparison, type SetRow } from '@ringside/contract'
import type { Store } from '../store/store.ts'
import { type FoundRuns, findRuns } from './find-runs.ts'
import { hasFewRuns, judgePoint, type Measured, measuredKey } from './judge-point.ts'
import { type MatchedPoint, type Matching, matchPoints } from './match-points.ts'
import { readTallies, readValues } from './read-trials.ts'

export interface AskedSets {
  readonly a: RunSet
  readonly b: RunSet | undefined
}

/** The sets that two texts describe, or what is wrong with one of them. */
export function askedSets({ a, b }: { a: string; b?: string | undefined }): AskedSets | { readonly fault: string } {
  const [left, right] = [parseRunSet(a), b === undefined ? undefined : parseRunSet(b)]
  if ('fault' in left) return { fault: `a: ${left.fault}` }
  if (right !== undefined && 'fault' in right) return { fault: `b: ${right.fault}` }
  return { a: left.set, b: right?.set }
}

/** Runs read for one answer, at most; each side of each point has a share in it. */
const readRuns = 10_000
/** Of each side of a point, however many points there are. */
const leastRuns = 10

/** Throws StoreError when the store is out of reach. */
export async function compareSets(store: Store, asked: AskedSets): Promise<SetComparison> {
  const { matching, found } = await matchSets(store, asked)
  const rows = await judgePoints(store, matching.points)
  return {
    a: comparedSet(asked.a, found.a),
    ...(asked.b && found.b && { b: comparedSet(asked.b, found.b) }),
    minChangeRatio: matching.points.reduce((most, { a, b }) => Math.max(most, a.spec.minChangeRatio, b.spec.minChangeRatio), 0),
    rows,
    omittedPoints: Math.max(found.a.omittedPoints, found.b?.omittedPoints ?? 0),
    unmatched: matching.unmatched,
  }
}

export interface MatchedSets {
  readonly matching: Matching
  readonly found: { readonly a: FoundRuns; readonly b: FoundRuns | undefined }
}

export async function matchSets(store: Store, { a, b }: AskedSets): Promise<MatchedSets> {
  const [left, right] = await Promise.all([findRuns(store, a), b && findRuns(store, b)])
  const matching = matchPoints({ set: a, points: left.points }, right && { set: b as RunSet, points: right.points })
  return { matching: { ...matching, points: withinBounds(matching.points) }, found: { a: left, b: right } }
}

function withinBounds(points: readonly MatchedPoint[]): MatchedPoint[] {
  const share = Math.max(leastRuns, Math.floor(readRuns / (2 * points.length)))
  return points.map(({ a, b, ...point }) => ({
    ...point,
    a: { ...a, ids: a.ids.slice(0, share) },
    b: { ...b, ids: b.ids.slice(0, share) },
  }))
}

export async function judgePoints(store: Store, points: readonly MatchedPoint[]): Promise<SetRow[]> {
  const measured = await measure(store, points)
  return points.flatMap((point) => judgePoint(point, measured))
}

async function measure(store: Store, points: readonly MatchedPoint[]): Promise<Measured> {
  const idsOf = (some: readonly MatchedPoint[]) => [...new Set(some.flatMap(({ a, b }) => [...a.ids, ...b.ids]))]
  const [tallies, values] = await Promise.all([
    readTallies(store, idsOf(points)),
    readValues(store, idsOf(points.filter(hasFewRuns))),
  ])
  return {
    tallies: new Map(tallies.map((tally) => [measuredKey(tally.runId, tally.backend), tally])),
    values: Map.groupBy(values, ({ runId, backend }) => measuredKey(runId, backend)),
  }
}

function comparedSet(set: RunSet, { runs, points, omittedPoints, suites, hosts, fromMs, toMs }: FoundRuns): ComparedSet {
  return {
    text: formatRunSet(set),
    runs,
    points: points.length + omittedPoints,
    suites,
    hosts,
    ...(runs > 0 && { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }),
  }
}
