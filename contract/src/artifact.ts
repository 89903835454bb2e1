/** What is kept of a run beside its result and its spans. */
import { type Static, Type } from 'typebox'

export const Artifact = Type.Union([Type.Literal('log'), Type.Literal('host')], {
  description: 'log: what the agent logged during the run; host: the facts and the state of the host before and after it',
})
export type Artifact = Static<typeof Artifact>

/** An artifact is at most so large, compressed; what is beyond it is cut off, and the text says so. */
export const maxArtifactBytes = 1 << 20

export interface RunArtifact {
  readonly name: Artifact
  readonly mediaType: string
  readonly gzipBase64: string
}

/** Of the list of a run's artifacts. */
export interface ArtifactInfo {
  readonly name: string
  readonly mediaType: string
  /** Compressed, as it is kept. */
  readonly bytes: number
}
