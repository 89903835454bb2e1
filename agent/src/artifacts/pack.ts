import { gzipSync } from 'node:zlib'
import { type Artifact, maxArtifactBytes, type RunArtifact } from '@ringside/contract'

/** What is left of a text that is too long, at every try. */
const shorterRatio = 0.8

/** Compresses a text. One that is beyond `maxBytes` then loses its end, and says so. */
export function packArtifact(
  { name, mediaType, text }: { name: Artifact; mediaType: string; text: string },
  maxBytes: number = maxArtifactBytes,
): RunArtifact {
  let packed = gzipSync(text)
  for (let length = text.length; packed.length > maxBytes && length > 0; ) {
    length = Math.floor(length * Math.min(shorterRatio, maxBytes / packed.length))
    packed = gzipSync(`${text.slice(0, length)}\n... of ${text.length} characters the first ${length} are kept\n`)
  }
  return { name, mediaType, gzipBase64: packed.toString('base64') }
}
