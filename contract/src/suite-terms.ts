/** Terms that several parts of a suite are written in. */
import { Type } from 'typebox'
import { durationPattern, percentPattern, ratePattern, shortDurationPattern } from './quantity.ts'

/** Unknown keys are faults. */
export const strict = { additionalProperties: false } as const

export const Name = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
  description: 'a name of lower-case letters, digits and dashes',
})

/** Of phases and outages. */
export const Duration = Type.String({
  pattern: durationPattern,
  description: "a duration with a unit of ms, s, m or h, such as '250ms'",
})

/** Of what happens to one packet. */
export const ShortDuration = Type.String({
  pattern: shortDurationPattern,
  description: "a time with a unit of ns, us, ms or s, such as '50us'",
})

export const Rate = Type.String({
  pattern: ratePattern,
  description: "a packet rate with a unit of pps, kpps or Mpps, such as '50kpps'",
})

export const Percent = Type.String({ pattern: percentPattern, description: "a share with a percent sign, such as '2%'" })

/** Of a random number generator. */
export const Seed = Type.Integer({ minimum: 0, maximum: 0xffffffff, description: 'an integer from 0 to 4294967295' })
