/** Two sets of runs side by side: a row for each point, pair of backends and metric. What a set is: run-set.ts. */
import { type Static, Type } from 'typebox'
import { Comparison, LatencyProfile } from './comparison.ts'
import type { Frozen } from './frozen.ts'
import { HostFacts } from './result.ts'
import { Point } from './run.ts'
import { strict } from './suite-terms.ts'

/** At most so many points are compared, and of each side of a point so many runs: the newest. */
export const setLimits = { points: 300, runs: 100 } as const

const Side = Type.String({ minLength: 1, maxLength: 512, description: 'A set of runs in words: `suite:nightly backend:sw`' })

/** Without `b`: the backends of a's runs among each other. */
export const SetComparisonQuery = Type.Object({ a: Side, b: Type.Optional(Side) }, strict)
export type SetComparisonQuery = Static<typeof SetComparisonQuery>

export const SetDetailQuery = Type.Object(
  { a: Side, b: Type.Optional(Side), row: Type.String({ minLength: 1, maxLength: 256, description: 'The `key` of a row' }) },
  strict,
)
export type SetDetailQuery = Static<typeof SetDetailQuery>

/** A set as it was found. */
export const ComparedSet = Type.Object(
  {
    text: Type.String({ description: 'The set in words' }),
    runs: Type.Number({ description: 'That succeeded, all of them' }),
    points: Type.Number(),
    suites: Type.Array(Type.String()),
    hosts: Type.Array(Type.String()),
    from: Type.Optional(Type.String({ description: 'When the first was submitted, ISO 8601; absent without runs' })),
    to: Type.Optional(Type.String({ description: 'And the last' })),
  },
  { title: 'ComparedSet' },
)
export type ComparedSet = Frozen<Static<typeof ComparedSet>>

/** The runs that a side of a row was made of. */
const RowRuns = Type.Object({
  ids: Type.Array(Type.String(), { description: 'Newest first, at most as many as were compared' }),
  of: Type.Number({ description: 'How many the set has of the point' }),
})

export const SetRow = Type.Object(
  {
    key: Type.String({ description: 'Of the row: stays the same as long as point, backends and metric do' }),
    label: Type.String({ description: 'Of the point: `throughput 64 B`' }),
    point: Point,
    runs: Type.Object({ a: RowRuns, b: RowRuns }),
    comparison: Comparison,
  },
  { title: 'SetRow' },
)
export type SetRow = Frozen<Static<typeof SetRow>>

export const SetComparison = Type.Object(
  {
    a: ComparedSet,
    b: Type.Optional(ComparedSet),
    minChangeRatio: Type.Number({ description: 'The smallest change that matters to any of the suites' }),
    rows: Type.Array(SetRow),
    omittedPoints: Type.Number({ description: 'Points beyond the most that are compared: the oldest' }),
    unmatched: Type.Object(
      { a: Type.Array(Type.String()), b: Type.Array(Type.String()) },
      { description: 'Labels of points that only one side has, or with no backend to compare' },
    ),
  },
  { title: 'SetComparison' },
)
export type SetComparison = Frozen<Static<typeof SetComparison>>

/** A trial of one side. */
export const SetTrial = Type.Object(
  {
    side: Type.Enum(['a', 'b']),
    runId: Type.String(),
    index: Type.Number(),
    startedUnixNs: Type.String(),
    value: Type.Number({ description: "Of the row's metric" }),
    doubtful: Type.Boolean({ description: 'Steal above 2 %, a load behind its schedule, or corrupt packets' }),
  },
  { title: 'SetTrial' },
)
export type SetTrial = Frozen<Static<typeof SetTrial>>

/** Where the newest run of a side was measured, and how. */
export const SideEnvironment = Type.Object(
  {
    runId: Type.String(),
    host: HostFacts,
    facts: Type.Array(Type.Tuple([Type.String(), Type.String()]), {
      description: 'How it was measured, in words: settings, memory, clock, threads',
    }),
  },
  { title: 'SideEnvironment' },
)
export type SideEnvironment = Frozen<Static<typeof SideEnvironment>>

/** What stands behind a row. */
export const SetDetail = Type.Object(
  {
    row: SetRow,
    trials: Type.Array(SetTrial, { description: 'In the order they ran' }),
    latencies: Type.Object(
      { a: Type.Optional(LatencyProfile), b: Type.Optional(LatencyProfile) },
      { description: 'Merged histograms of the newest runs; absent where no latency was measured' },
    ),
    environments: Type.Object({ a: Type.Optional(SideEnvironment), b: Type.Optional(SideEnvironment) }),
  },
  { title: 'SetDetail' },
)
export type SetDetail = Frozen<Static<typeof SetDetail>>
