/** Terms that several parts of a suite are written in. */
import { type TSchema, Type } from 'typebox'
import { durationPattern, percentPattern, ratePattern, shortDurationPattern } from './quantity.ts'

/** Unknown keys are faults. */
export const strict = { additionalProperties: false } as const

/** The same schema, and what editors show as the meaning of a key; its description says what may stand there. */
export const titled = <Schema extends TSchema>(schema: Schema, title: string): Schema =>
  Type.With(schema, { title }) as unknown as Schema

/** What may stand anywhere in a name. Neither ':' and '/', which part names from each other, nor anything that cannot be seen. */
const visible = '\\p{L}\\p{M}\\p{N}_.+'
/** Joiners are part of how some scripts are spelt, and only there: elsewhere two names would look alike. */
const joiner = '(?<=[\\p{M}\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}])[\\u200c\\u200d]'

/** 1 to 63 characters (code points) of any script: at most 252 bytes of UTF-8, so that a name is a file name too. */
export const namePattern = `^[\\p{L}\\p{N}](?:(?:[${visible} -]|${joiner}){0,61}[${visible}-])?$`

export const Name = Type.String({
  pattern: namePattern,
  description: "a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces",
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
