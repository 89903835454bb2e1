/** Where a running stack says what it is and where it answers: in its data folder, and once per user. */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ClickHouseAccess } from './clickhouse-access.ts'
import { isAlive, type ProcessIdentity } from './process-identity.ts'

export interface ReadyDocument {
  /** Of the controller: `http://127.0.0.1:7070`. */
  readonly url: string
  /** With its password; kept in files that only the user may read. */
  readonly redisUrl: string
  /** The data folder, absolute. */
  readonly data: string
  /** Where ClickHouse's clients read the results, if they may. */
  readonly clickhouse?: ClickHouseAccess | undefined
  readonly pids: Readonly<Record<string, number>>
}

interface ReadyFile extends ReadyDocument {
  readonly owner: ProcessIdentity
}

/** The ready file in a data folder. */
export const readyFileIn = (dataFolder: string): string => join(dataFolder, 'ready.json')

/** The user's ready file: of the stack started last. */
export function userReadyFile(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_RUNTIME_DIR || join(homedir(), '.cache'), 'ringside', 'ready.json')
}

/** Replaces `file` in one step, readable by the user only. */
export function writeReadyFile(file: string, document: ReadyDocument, owner: ProcessIdentity): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const next = `${file}.${owner.pid}`
  writeFileSync(next, `${JSON.stringify({ ...document, owner } satisfies ReadyFile, null, 2)}\n`, { mode: 0o600 })
  chmodSync(next, 0o600)
  renameSync(next, file)
}

/** What a running stack wrote; undefined when there is no such file, it cannot be read, or its owner is gone. */
export function readReadyFile(file: string): ReadyDocument | undefined {
  const found = parse(file)
  return found !== undefined && isAlive(found.owner) ? found : undefined
}

/** Removes `file` if `owner` wrote it; another stack may have replaced it. */
export function removeReadyFile(file: string, owner: ProcessIdentity): void {
  if (parse(file)?.owner.pid === owner.pid) rmSync(file, { force: true })
}

function parse(file: string): ReadyFile | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<ReadyFile>
    return typeof value.url === 'string' && typeof value.owner?.pid === 'number' ? (value as ReadyFile) : undefined
  } catch {
    return undefined
  }
}
