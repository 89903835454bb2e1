/** A query whose answer goes into a file. It is ended when nobody waits for it any more, or when the file grows beyond its limit. */
import { randomUUID } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { Session } from 'chdb'
import { QueryError } from './query-error.ts'

export interface Target {
  readonly file: FileHandle
  /** A name of letters, digits and underscores. */
  readonly format: string
  readonly maxBytes: number
}

export interface QueryContext {
  /** Read-only, and this query's own. */
  readonly session: Session
  /** Folder of the store. */
  readonly path: string
  readonly signal: AbortSignal
}

const watchIntervalMs = 250

/** Resolves with rows and bytes of the answer, and not before the engine is done in any case. Throws QueryError. */
export async function queryToFile(sql: string, { file, format, maxBytes }: Target, context: QueryContext) {
  const { session, path, signal } = context
  const mark = randomUUID()
  const tooLarge = async () => (await file.stat()).size > maxBytes
  const endIfNeeded = async () => {
    if (signal.aborted || (await tooLarge())) await kill(path, mark)
  }
  // Again and again, since the engine may not know the query yet when it is to be ended. The last look may find the file closed.
  const watch = setInterval(() => void endIfNeeded().catch(() => undefined), watchIntervalMs)
  try {
    const { rowsRead } = await session.queryAsync(
      `${sql}\nINTO OUTFILE '/proc/self/fd/${file.fd}' APPEND FORMAT ${format} /* ${mark} */`,
    )
    if (await tooLarge()) throw limitExceeded(maxBytes)
    return { rows: rowsRead, bytes: (await file.stat()).size }
  } catch (error) {
    throw !signal.aborted && (await tooLarge()) ? limitExceeded(maxBytes) : QueryError.fromEngine(error)
  } finally {
    clearInterval(watch)
  }
}

const limitExceeded = (maxBytes: number) =>
  new QueryError(
    396,
    `Limit for result exceeded, max bytes: ${maxBytes} in the format of the answer; ask for less, or in a shorter format`,
  )

/** Only asynchronously: KILL ... SYNC hangs its session. What cannot be killed ends at its time limit. */
async function kill(path: string, mark: string): Promise<void> {
  const session = new Session(path)
  try {
    await session.queryAsync(`KILL QUERY WHERE query LIKE '%${mark}%' AND query NOT LIKE 'KILL%' ASYNC`)
  } catch {
    return
  } finally {
    session.close()
  }
}
