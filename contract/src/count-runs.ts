/** How many runs a suite makes, known without making any: a matrix can multiply to more than fits in memory. */
import { axesOf } from './axes.ts'
import { axisKey, type Exclusion, type ExclusionAxis, exclusionAxes } from './exclusion.ts'
import type { Suite } from './suite.ts'
import { suiteDefaults } from './suite-defaults.ts'

/** Runs one submission may have; a larger suite is a mistake or should be cut. */
export const maxRunsPerSubmission = 100_000

/**
 * The runs of a suite that passed checkSuite, on one host: points with at least one backend left, times repetitions.
 * Takes as long as there are values and rules, not as long as there are points.
 */
export function countRuns(suite: Suite): number {
  const { matrix, workloads, exclude = [] } = suite
  const allValues = { ...axesOf(matrix), workload: workloads.map(({ kind }) => kind) }
  const axes: Axis[] = exclusionAxes.map((axis) => {
    const values: readonly unknown[] = allValues[axis]
    return { axis, counts: countEach(values.map(axisKey)), length: values.length }
  })
  const points = countPoints(axes, { rules: exclude, removed: new Set(), backends: suite.backends.length })
  return points * (suite.run?.repeat ?? suiteDefaults.repeat)
}

interface Axis {
  readonly axis: ExclusionAxis
  /** How often each value is there: workloads of one kind may be several. */
  readonly counts: ReadonlyMap<unknown, number>
  readonly length: number
}

interface Rest {
  /** Rules that all values chosen so far obey. */
  readonly rules: readonly Exclusion[]
  /** Backends that rules have taken away already. */
  readonly removed: ReadonlySet<string>
  readonly backends: number
}

/** Points that are left when the values of `axes` are still to be chosen. */
function countPoints(axes: readonly Axis[], rest: Rest): number {
  const isOpen = (rule: Exclusion) => axes.some(({ axis }) => rule[axis] !== undefined)
  const met = rest.rules.filter((rule) => !isOpen(rule))
  const removed = new Set([...rest.removed, ...met.flatMap(({ backend }) => backend ?? [])])
  if (met.some(({ backend }) => backend === undefined) || removed.size === rest.backends) return 0
  const open = rest.rules.filter(isOpen)
  const [first, ...others] = axes
  if (first === undefined || open.length === 0) return axes.reduce((product, { length }) => product * length, 1)
  const { axis, counts, length } = first
  // Values that no open rule names are all alike.
  const named = new Set(open.flatMap((rule) => (rule[axis] === undefined ? [] : [axisKey(rule[axis])])))
  const deeper = (rules: readonly Exclusion[]) => countPoints(others, { rules, removed, backends: rest.backends })
  let total = 0
  let unnamed = length
  for (const value of named) {
    const count = counts.get(value) ?? 0
    unnamed -= count
    if (count > 0) total += count * deeper(open.filter((rule) => rule[axis] === undefined || axisKey(rule[axis]) === value))
  }
  return total + (unnamed === 0 ? 0 : unnamed * deeper(open.filter((rule) => rule[axis] === undefined)))
}

function countEach(values: readonly unknown[]): Map<unknown, number> {
  const counts = new Map<unknown, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
