/**
 * An archive: one JSON document, of which each line is a chunk of one run's rows in one table.
 *
 *     {"format":"ringside-archive","version":1,"chunks":[
 *     {"run":"r-1","table":"runs","rows":[{…}]},
 *     {"run":"r-1","table":"trials","rows":[{…},…]}
 *     ]}
 *
 * A run begins with its row of `runs` and is followed by all else of it; so either side holds one chunk at a time. Rows are as the
 * tables have them, 64-bit integers as texts, but for the spec and the result, which are JSON in the table and so are here.
 */
import { type Static, Type } from 'typebox'
import Value from 'typebox/value'

export const archiveFormat = 'ringside-archive'
/** Grows when a reader of the last version could not read it any more. */
export const archiveVersion = 1

export const archiveHead = `{"format":"${archiveFormat}","version":${archiveVersion},"chunks":[\n`
export const archiveEnd = '\n]}\n'

/** Bytes of a line: a run's result with all its histograms is some megabytes. */
export const maxLineBytes = 64 << 20

export const Chunk = Type.Object(
  {
    run: Type.String({ minLength: 1, maxLength: 64 }),
    table: Type.String({ pattern: '^[a-z_]{1,64}$' }),
    rows: Type.Array(Type.Record(Type.String({ pattern: '^[a-z_0-9]{1,64}$' }), Type.Unknown()), { minItems: 1 }),
  },
  { additionalProperties: false },
)
export type Chunk = Static<typeof Chunk>

/** What a row of `runs` has in every version. */
export const RunChunkRow = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  submission_id: Type.String({ minLength: 1, maxLength: 64 }),
  state: Type.Enum(['succeeded', 'failed']),
  submitted_at: Type.String(),
  spec: Type.Object({
    id: Type.String(),
    submissionId: Type.String(),
    host: Type.String(),
    point: Type.Object({}),
    backends: Type.Array(Type.Object({ name: Type.String() })),
  }),
  result: Type.Union([Type.Null(), Type.Object({ runId: Type.String(), trials: Type.Array(Type.Object({})) })]),
})

/** An archive that cannot be read further. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
}

/** Throws {@link ArchiveError} unless a reader of this version can read what begins so. */
export function checkHead(line: string): void {
  const head = parsed(`${line.replace(/,?\s*$/, '')}]}`) as { format?: unknown; version?: unknown } | undefined
  if (head?.format !== archiveFormat)
    throw new ArchiveError("it does not begin like an archive: expected what 'ringside export' wrote")
  if (head.version !== archiveVersion) {
    throw new ArchiveError(
      `it is of version ${JSON.stringify(head.version)}, expected ${archiveVersion}: import it with the version of Ringside that wrote it, or newer`,
    )
  }
}

/** The chunk of a line. Throws {@link ArchiveError}. */
export function chunkOf(line: string, number: number): Chunk {
  const value = parsed(line.endsWith(',') ? line.slice(0, -1) : line)
  if (Value.Check(Chunk, value)) return value
  const [fault] = value === undefined ? [] : Value.Errors(Chunk, value)
  const why =
    fault === undefined ? 'it is no JSON; a copy may have been cut short' : `${fault.instancePath || 'it'} ${fault.message}`
  throw new ArchiveError(`line ${number} is no chunk of an archive (${why})`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
