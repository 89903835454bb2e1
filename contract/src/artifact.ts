/** What is kept of a run beside its result and its spans. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'

export const Artifact = Type.Union([Type.Literal('log'), Type.Literal('host')], {
  description: 'log: what the agent logged during the run; host: the facts and the state of the host before and after it',
})
export type Artifact = Static<typeof Artifact>

/** An artifact is at most so large, compressed; what is beyond it is cut off, and the text says so. */
export const maxArtifactBytes = 1 << 20

export const RunArtifact = Type.Object(
  {
    name: Artifact,
    // Nothing that a browser would do more with than show it.
    mediaType: Type.String({ pattern: '^(text/plain|application/x-ndjson)(; charset=utf-8)?$' }),
    gzipBase64: Type.String(),
  },
  { title: 'RunArtifact' },
)
export type RunArtifact = Frozen<Static<typeof RunArtifact>>

/** Of the list of a run's artifacts. */
export const ArtifactInfo = Type.Object(
  {
    name: Type.String(),
    mediaType: Type.String(),
    bytes: Type.Number({ description: 'Compressed, as it is kept' }),
  },
  { title: 'ArtifactInfo' },
)
export type ArtifactInfo = Frozen<Static<typeof ArtifactInfo>>

/** GET: what a run has left behind besides figures and spans. */
export const ArtifactList = Type.Object({ artifacts: Type.Array(ArtifactInfo) }, { title: 'ArtifactList' })
export type ArtifactList = Frozen<Static<typeof ArtifactList>>
