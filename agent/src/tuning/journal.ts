/**
 * What was changed on this machine, and how it was before: on disk before anything is changed, and gone when all is as it was.
 * So a journal that is found tells of an agent that died in between.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Change } from './plan.ts'

export interface JournalEntry {
  /** Of the kernel that the values are of: random(4), `boot_id`. */
  readonly bootId: string
  readonly runId: string
  /** In the order they are made. */
  readonly changes: readonly Change[]
}

/** A file that is there and cannot be understood: nobody knows what it would have undone. */
export class UnreadableJournal extends Error {}

export class TuningJournal {
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  /** On disk when it returns, whole or not at all. Throws what the file system does. */
  write(entry: JournalEntry): void {
    const folder = dirname(this.#file)
    mkdirSync(folder, { recursive: true })
    const draft = `${this.#file}.new`
    const handle = openSync(draft, 'w')
    try {
      writeFileSync(handle, JSON.stringify(entry, null, 2))
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(draft, this.#file)
    syncFolder(folder)
  }

  /** Undefined when nothing is to be undone. Throws {@link UnreadableJournal}. */
  read(): JournalEntry | undefined {
    try {
      return parseEntry(readFileSync(this.#file, 'utf8'))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      const remedy = 'look what it says, put the host back by hand, and delete it'
      throw new UnreadableJournal(`the journal of tuning ${this.#file} cannot be read (${(error as Error).message}); ${remedy}`)
    }
  }

  clear(): void {
    rmSync(this.#file, { force: true })
    syncFolder(dirname(this.#file))
  }
}

function parseEntry(text: string): JournalEntry {
  const entry = JSON.parse(text) as Partial<JournalEntry> | null
  const words = (entry?.changes ?? [{}]).flatMap(({ setting, path, from, to }: Partial<Change>) => [setting, path, from, to])
  const isEntry = [entry?.bootId, entry?.runId, ...words].every((word) => typeof word === 'string')
  if (!isEntry) throw new Error('expected bootId, runId and changes, each with setting, path, from and to')
  return entry as JournalEntry
}

/** A name is on disk when its folder is. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
