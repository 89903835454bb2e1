/** Which points two sets have in common, and which of their backends stand against each other. Pure. */
import type { RunSet, RunSpec } from '@ringside/contract'
import { canonicalJson, shortHash } from '../planning/canonical-json.ts'
import type { PointRuns } from './find-runs.ts'

/** A point as one side has it, whatever else its suites measured beside it. */
export interface SidePoint {
  /** Of what is measured, without the backends: equal on both sides. */
  readonly key: string
  readonly spec: RunSpec
  /** In the order of the suite. */
  readonly backends: readonly string[]
  readonly ids: readonly string[]
  readonly of: number
  readonly hosts: readonly string[]
}

export interface MatchedPoint {
  readonly key: string
  readonly a: SidePoint
  readonly b: SidePoint
  /** Names of backends: of a, and of b. */
  readonly pairs: readonly (readonly [string, string])[]
}

export interface Matching {
  readonly points: readonly MatchedPoint[]
  /** Labels of points without a counterpart, or without two backends to compare. */
  readonly unmatched: { readonly a: readonly string[]; readonly b: readonly string[] }
}

/** One side with itself where `b` is undefined. */
export function matchPoints(
  a: { readonly set: RunSet; readonly points: readonly PointRuns[] },
  b: { readonly set: RunSet; readonly points: readonly PointRuns[] } | undefined,
): Matching {
  const left = sidePoints(a.points)
  const right = b === undefined ? left : sidePoints(b.points)
  const byKey = new Map(right.map((point) => [point.key, point]))
  const points = left.flatMap((side): MatchedPoint[] => {
    const other = byKey.get(side.key)
    if (other === undefined) return []
    const pairs = b === undefined ? among(side.backends, a.set.backend) : between([side, a.set.backend], [other, b.set.backend])
    return pairs.length === 0 ? [] : [{ key: side.key, a: side, b: other, pairs }]
  })
  const matched = new Set(points.map(({ key }) => key))
  const labels = (side: readonly SidePoint[]) => side.filter(({ key }) => !matched.has(key)).map(({ spec }) => spec.label)
  return { points, unmatched: { a: labels(left), b: b === undefined ? [] : labels(right) } }
}

/** Runs of the same measurement on other backends have another point id, and are one point here. */
function sidePoints(points: readonly PointRuns[]): SidePoint[] {
  const groups = Map.groupBy(points, ({ spec }) => shortHash(canonicalJson(spec.point)))
  return [...groups].flatMap(([key, [first, ...rest]]) => {
    if (first === undefined) return []
    const all = [first, ...rest]
    return [
      {
        key,
        spec: first.spec,
        backends: [...new Set(all.flatMap(({ spec }) => spec.backends.map(({ name }) => name)))],
        ids: all.flatMap(({ ids }) => ids),
        of: all.reduce((sum, { of }) => sum + of, 0),
        hosts: [...new Set(all.flatMap(({ hosts }) => hosts))].sort(),
      },
    ]
  })
}

/** Every pair of the backends, or those of the one that was named with the others. */
function among(backends: readonly string[], named: string | undefined): [string, string][] {
  if (named !== undefined) return backends.flatMap((other) => (other === named ? [] : [[named, other]]))
  return backends.flatMap((one, at) => backends.slice(at + 1).map((other): [string, string] => [one, other]))
}

type NamedSide = readonly [SidePoint, string | undefined]

/** The backends that were named, else those of equal name, else the only one of each side. */
function between([a, namedA]: NamedSide, [b, namedB]: NamedSide): [string, string][] {
  const [left, right] = [choice(a, namedA), choice(b, namedB)]
  if (namedA === undefined || namedB === undefined) {
    const shared = left.filter((name) => right.includes(name))
    if (shared.length > 0) return shared.map((name) => [name, name])
  }
  const [onlyA, ...moreA] = left
  const [onlyB, ...moreB] = right
  return onlyA === undefined || onlyB === undefined || moreA.length > 0 || moreB.length > 0 ? [] : [[onlyA, onlyB]]
}

const choice = ({ backends }: SidePoint, named: string | undefined): readonly string[] =>
  named === undefined ? backends : backends.filter((name) => name === named)
