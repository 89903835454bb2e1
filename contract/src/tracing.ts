/** What is recorded of doorbells, and which of them become spans. */
import { type Static, Type } from 'typebox'
import { parseDurationNs } from './quantity.ts'
import { ShortDuration, strict, titled } from './suite-terms.ts'

/** `all`, `off`, `around-outliers`, or `sample 1/100`. */
const Doorbells = Type.String({
  pattern: '^(all|off|around-outliers|sample 1/[1-9][0-9]{0,6})$',
  description: "all, around-outliers, off, or a sample such as 'sample 1/100'",
})

/** When spans leave a trial: after it, and during it only if they no longer fit; or all the while. */
const Export = Type.Union([Type.Literal('between-trials'), Type.Literal('stream')])

const percentile = { exclusiveMinimum: 0, exclusiveMaximum: 100, description: 'a percentile above 0 and below 100, such as 99.9' }

/** `tracing` of a suite. */
export const Tracing = Type.Object(
  {
    doorbells: Type.Optional(Doorbells),
    ringEvents: Type.Optional(
      Type.Integer({
        minimum: 16,
        maximum: 1 << 26,
        description: 'events each thread can hold per trial, an integer from 16 to 67108864',
      }),
    ),
    export: Type.Optional(titled(Export, 'when spans leave: after each trial, or all the while')),
    outliers: Type.Optional(
      titled(
        Type.Object({ percentile: Type.Optional(Type.Number(percentile)), window: Type.Optional(ShortDuration) }, strict),
        'which packets come so late that they become spans, and which doorbells are linked to them',
      ),
    ),
  },
  strict,
)
export type Tracing = Static<typeof Tracing>

/** The same with every default filled in, as runs carry it. Runs from before have no more than the first two. */
export const RunTracing = Type.Object({
  doorbells: Doorbells,
  ringEvents: Type.Integer(),
  export: Export,
  outlierPercentile: Type.Number(),
  outlierWindowNs: Type.Number(),
})
export type RunTracing = Static<typeof RunTracing>

export const tracingDefaults = {
  doorbells: 'all',
  ringEvents: 1_048_576,
  export: 'between-trials',
  outlierPercentile: 99.9,
  outlierWindowNs: 100_000,
} as const satisfies RunTracing

export function runTracing({ outliers, ...tracing }: Tracing = {}): RunTracing {
  return {
    ...tracingDefaults,
    ...tracing,
    ...(outliers?.percentile === undefined ? {} : { outlierPercentile: outliers.percentile }),
    ...(outliers?.window === undefined ? {} : { outlierWindowNs: parseDurationNs(outliers.window) }),
  }
}

/** Every so many doorbells of a sample; undefined where it is none. */
export function sampledEvery(doorbells: string): number | undefined {
  return doorbells.startsWith('sample ') ? Number(doorbells.slice('sample 1/'.length)) : undefined
}
