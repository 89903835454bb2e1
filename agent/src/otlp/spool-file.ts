/**
 * The names of spooled requests. All that a later agent must know about a request stands there, so that order and counts
 * survive a crash: `000000000042.20000.4600000.1a2b3c4d.otlp` is the 42nd request, of 20000 spans in 4600000 bytes with that
 * CRC-32; `.gz` follows when it is compressed, `.part` while it is being written.
 */
import { crc32 } from 'node:zlib'

export interface SpoolFile {
  readonly sequence: number
  readonly spans: number
  readonly bytes: number
  readonly crc: number
  readonly gzip: boolean
}

export const partSuffix = '.part'

export function fileName({ sequence, spans, bytes, crc, gzip }: SpoolFile): string {
  const fields = [String(sequence).padStart(12, '0'), spans, bytes, crc.toString(16).padStart(8, '0')]
  return `${fields.join('.')}.otlp${gzip ? '.gz' : ''}`
}

/** Undefined for a name that {@link fileName} does not make; a `.part` is read like the whole file it would have become. */
export function parseFileName(name: string): (SpoolFile & { readonly part: boolean }) | undefined {
  const fields = /^(\d{12})\.(\d{1,15})\.(\d{1,15})\.([\da-f]{8})\.otlp(\.gz)?(\.part)?$/.exec(name)
  if (fields === null) return undefined
  const [, sequence, spans, bytes, crc = '', gz, part] = fields
  return {
    sequence: Number(sequence),
    spans: Number(spans),
    bytes: Number(bytes),
    crc: Number.parseInt(crc, 16),
    gzip: gz !== undefined,
    part: part !== undefined,
  }
}

/** Whether `content` is what the name says. */
export const isWhole = ({ bytes, crc }: SpoolFile, content: Uint8Array): boolean =>
  content.length === bytes && crc32(content) === crc
