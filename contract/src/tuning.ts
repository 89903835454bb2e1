/** What an agent does to a host for the time of a run, and what came of it. */
import { type Static, Type } from 'typebox'
import { strict } from './suite-terms.ts'

/** Settings of a host that a run wants. Each is put back as it was when the run has ended. */
export const Tuning = Type.Object(
  {
    governor: Type.Optional(
      Type.Union(
        [
          Type.Literal('performance'),
          Type.Literal('powersave'),
          Type.Literal('schedutil'),
          Type.Literal('ondemand'),
          Type.Literal('conservative'),
        ],
        { description: 'the frequency governor of all CPUs' },
      ),
    ),
    hugepages2M: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_048_576,
        description: 'how many pages of 2 MB are free when the run begins, at least',
      }),
    ),
    irqs: Type.Optional(
      Type.Union([Type.Literal('away'), Type.Literal('keep')], {
        description: 'away: no interrupt is served on the CPUs of the measured threads; keep: as they are',
      }),
    ),
  },
  strict,
)
export type Tuning = Static<typeof Tuning>

/** One value of a host that was changed for a run. */
export interface TunedValue {
  readonly setting: keyof Tuning
  /** The file of the kernel that holds it. */
  readonly path: string
  readonly from: string
  readonly to: string
  /** Why it was not put back: someone else changed it meanwhile, and it was left as they had it. */
  readonly leftAlone?: string
}
