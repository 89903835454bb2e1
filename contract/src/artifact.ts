/** What is kept of a run beside its result and its spans. */
import { type Static, Type } from 'typebox'

export const Artifact = Type.Union([Type.Literal('log'), Type.Literal('host')], {
  description: 'log: what the agent logged during the run; host: the facts and the state of the host before and after it',
})
export type Artifact = Static<typeof Artifact>
