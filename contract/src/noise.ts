/** How much trials of one run differ on a host: what is left when point, backend and settings are the same. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'
import { strict } from './suite-terms.ts'

/** Runs of a host that are looked at: what a line of a table has room for. */
export const noiseLimits = { default: 30, most: 200, days: 30 } as const

export const NoiseQuery = Type.Object(
  {
    host: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    runs: Type.Integer({
      minimum: 1,
      maximum: noiseLimits.most,
      default: noiseLimits.default,
      description: 'The last so many runs of each host',
    }),
  },
  strict,
)
export type NoiseQuery = Frozen<Static<typeof NoiseQuery>>

export const RunNoise = Type.Object(
  {
    runId: Type.String(),
    label: Type.String(),
    endedAt: Type.String({ description: 'ISO 8601' }),
    trials: Type.Integer({ description: 'Of the backend that is told of' }),
    spreadRatio: Type.Number({
      description:
        'Interquartile range over median of p50 latency, or of throughput where latency is not measured, of the backend whose trials differ most',
    }),
  },
  { title: 'RunNoise' },
)
export type RunNoise = Frozen<Static<typeof RunNoise>>

export const HostNoise = Type.Object(
  {
    host: Type.String(),
    runs: Type.Array(RunNoise, { description: 'Oldest first; runs with fewer than 3 trials tell nothing' }),
  },
  { title: 'HostNoise' },
)
export type HostNoise = Frozen<Static<typeof HostNoise>>

export const NoiseList = Type.Object(
  { hosts: Type.Array(HostNoise, { description: `By host; of the last ${noiseLimits.days} days` }) },
  { title: 'NoiseList' },
)
export type NoiseList = Frozen<Static<typeof NoiseList>>

/** GET ?{@link NoiseQuery}: {@link NoiseList}. */
export const noisePath = '/api/v1/noise'
