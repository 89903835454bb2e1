/** What is changed on a host for the time of a run, and put back after it. What is left out stays as it is. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'
import { strict, titled } from './suite-terms.ts'

/** 16 bytes with the end of the text: CPUFREQ_NAME_LEN of Linux. */
const Governor = Type.String({
  pattern: '^[a-z][a-z_]{0,14}$',
  description: "a governor of the kernel's cpufreq, such as 'performance'",
})

/** Two tebibytes. */
const maxHugepages = 1 << 20

export const Tuning = Type.Object(
  {
    governor: Type.Optional(titled(Governor, 'of the CPUs that are measured')),
    hugepages2M: Type.Optional(
      titled(
        Type.Integer({ minimum: 0, maximum: maxHugepages, description: `an integer from 0 to ${maxHugepages}` }),
        'pages of 2 MiB that the host has at least',
      ),
    ),
    irqs: Type.Optional(
      titled(
        Type.Union([Type.Literal('keep'), Type.Literal('away')]),
        'whether interrupts are kept away from the CPUs that are measured',
      ),
    ),
  },
  strict,
)
export type Tuning = Static<typeof Tuning>

/** One value of a host that was changed for a run. */
export const TunedValue = Type.Object(
  {
    setting: Type.Union([Type.Literal('governor'), Type.Literal('hugepages2M'), Type.Literal('irqs')]),
    path: Type.String({ description: 'The file of the kernel that holds it' }),
    from: Type.String(),
    to: Type.String(),
    leftAlone: Type.Optional(
      Type.String({ description: 'Why it was not put back: someone else changed it meanwhile, and it was left as they had it' }),
    ),
  },
  { title: 'TunedValue' },
)
export type TunedValue = Frozen<Static<typeof TunedValue>>
