/** What a run leaves behind besides figures and spans, where its suite asks for it. */
import { type Static, Type } from 'typebox'

/** `log`: what the agent's log says of the run. `host`: the host around the run, as its kernel tells it. */
export const ArtifactKind = Type.Union([Type.Literal('log'), Type.Literal('host')])
export type ArtifactKind = Static<typeof ArtifactKind>

/** An artifact is at most so large, compressed; what is beyond it is cut off, and the text says so. */
export const maxArtifactBytes = 1 << 20

export interface RunArtifact {
  /** `log`, `host`. */
  readonly name: string
  readonly mediaType: string
  readonly gzipBase64: string
}

/** Of the list of a run's artifacts. */
export interface ArtifactInfo {
  readonly name: string
  readonly mediaType: string
  /** Uncompressed. */
  readonly bytes: number
}
