/** Suites as text, for whoever writes them without a file: checked as they are typed, and written anew from what has run. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'
import { Suite } from './suite.ts'
import { strict } from './suite-terms.ts'

/** Longest text checked, in characters: a check is asked for at every pause of typing. */
export const maxSuiteTextChars = 1 << 18

export const SuiteText = Type.Object(
  { yaml: Type.String({ maxLength: maxSuiteTextChars, description: 'One suite without includes' }) },
  { ...strict, title: 'SuiteText' },
)
export type SuiteText = Frozen<Static<typeof SuiteText>>

/** A fault with its place in the text. */
export const SuiteFault = Type.Object(
  {
    line: Type.Integer({ description: 'From 1' }),
    column: Type.Integer({ description: 'From 1' }),
    path: Type.String({ description: 'Into the suite: `backends[0].doorbell`; empty for the whole' }),
    value: Type.Optional(Type.Unknown({ description: 'What stands there; absent where something is missing' })),
    expected: Type.String({ description: 'In words' }),
  },
  { title: 'SuiteFault' },
)
export type SuiteFault = Frozen<Static<typeof SuiteFault>>

/** Of all runs, on each host; times in ms. */
export const SuiteCosts = Type.Object(
  {
    points: Type.Integer(),
    runs: Type.Integer(),
    trials: Type.Integer(),
    measuringMs: Type.Number({ description: 'Warm-up and measured phases alone' }),
    estimatedMs: Type.Number({ description: 'With set-up, tear-down and export' }),
  },
  { title: 'SuiteCosts' },
)
export type SuiteCosts = Frozen<Static<typeof SuiteCosts>>

/** Points named in a validation; the rest is only counted. */
export const namedPointsMost = 50

export const SuiteValidation = Type.Object(
  {
    faults: Type.Array(SuiteFault, { description: 'Empty where the suite can be submitted' }),
    /** What POST /api/v1/submissions takes; absent with faults. */
    suite: Type.Optional({ ...Suite, title: 'Suite' }),
    cost: Type.Optional(SuiteCosts),
    labels: Type.Optional(Type.Array(Type.String(), { description: `Its points, the first ${namedPointsMost}` })),
  },
  { title: 'SuiteValidation' },
)
export type SuiteValidation = Frozen<Static<typeof SuiteValidation>>

export const suitePaths = {
  /** POST {@link SuiteText}: {@link SuiteValidation}. */
  validate: '/api/v1/suites/validate',
  /** GET: {@link SuiteText} that makes the same runs again. */
  ofSubmission: '/api/v1/submissions/:id/suite',
  ofRun: '/api/v1/runs/:id/suite',
} as const
