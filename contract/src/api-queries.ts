/** What the lists of the HTTP interface can be asked for, and their pages. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'
import { RunState, RunSummary } from './run.ts'
import { strict } from './suite-terms.ts'

export const listLimits = { default: 50, most: 1_000 } as const

/** Longest text a filter may look for, and longest cursor. */
const Words = Type.String({ minLength: 1, maxLength: 256 })

const page = {
  limit: Type.Integer({
    minimum: 1,
    maximum: listLimits.most,
    default: listLimits.default,
    description: 'At most so many on a page',
  }),
  cursor: Type.Optional(Type.String({ maxLength: 1_024, description: 'The `next` of the page before' })),
}

/** What runs to speak of; all that is said must hold. */
export const runFilterProperties = {
  state: Type.Optional(
    Type.Array(RunState, { minItems: 1, maxItems: 5, description: 'States a run may be in; several mean any of them' }),
  ),
  suite: Type.Optional(Words),
  host: Type.Optional(Words),
  submission: Type.Optional(Words),
}

/** Runs, newest first; what one submission has in the order of its suite. */
export const RunListQuery = Type.Object(
  {
    ...page,
    ...runFilterProperties,
    label: Type.Optional({ ...Words, description: 'Part of the label' }),
    since: Type.Optional(Type.String({ format: 'date-time', description: 'Submitted at or after this. ISO 8601' })),
  },
  strict,
)
export type RunListQuery = Static<typeof RunListQuery>

const next = Type.Optional(Type.String({ description: 'The `cursor` that asks for what follows; absent on the last page' }))

export const RunPage = Type.Object({ runs: Type.Array(RunSummary), next }, { title: 'RunPage' })
export type RunPage = Frozen<Static<typeof RunPage>>

/** Newest first. */
export const SubmissionListQuery = Type.Object({ ...page, suite: Type.Optional(Words) }, strict)
export type SubmissionListQuery = Frozen<Static<typeof SubmissionListQuery>>

/** A submission without its runs. */
export const SubmissionSummary = Type.Object(
  {
    id: Type.String(),
    suite: Type.String(),
    traceId: Type.String(),
    submittedAt: Type.String({ description: 'ISO 8601' }),
    runs: Type.Record(Type.String(), Type.Integer(), { description: 'How many are in each state that any is in' }),
  },
  { title: 'SubmissionSummary' },
)
export type SubmissionSummary = Frozen<Static<typeof SubmissionSummary>>

export const SubmissionPage = Type.Object({ submissions: Type.Array(SubmissionSummary), next }, { title: 'SubmissionPage' })
export type SubmissionPage = Frozen<Static<typeof SubmissionPage>>

/** Which runs `/events` tells of; `suite` and others as in {@link RunListQuery}. */
export const EventQuery = Type.Object(runFilterProperties, strict)
export type EventQuery = Frozen<Static<typeof EventQuery>>
