/**
 * Requests on disk, for a receiver that is away: one file each, delivered oldest first, by the next agent if need be. A file is
 * written under a temporary name, synced, then renamed: what has its name is whole, whenever the process is killed. After a power
 * loss the newest renames may be missing.
 */
import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { lockFolder } from './folder-lock.ts'
import type { Payload } from './http-sender.ts'
import { fileName, isWhole, parseFileName, partSuffix, type SpoolFile } from './spool-file.ts'

export interface SpoolOptions {
  readonly folder: string
  /** Of all files together. */
  readonly limitBytes: number
}

export type Stored =
  | { readonly ok: true; readonly file: SpoolFile }
  | { readonly ok: false; readonly cause: 'spool-full' | 'spool-failed'; readonly reason: string }

export class Spool {
  readonly folder: string
  /** Spans of requests that were cut off while they were written, by a process that was killed. */
  readonly tornSpans: number
  readonly #limitBytes: number
  readonly #unlock: () => Promise<void>
  /** Waiting, oldest first; those being delivered are not among them. */
  readonly #waiting: SpoolFile[]
  #bytes: number
  #spans: number
  #lastSequence: number

  /** Opens the folder, made if need be, with what an earlier process left there. Throws FolderInUse, or what the file system throws. */
  static async open({ folder, limitBytes }: SpoolOptions): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const unlock = await lockFolder(folder)
    try {
      return new Spool({ folder, limitBytes }, await leftovers(folder), unlock)
    } catch (error) {
      await unlock()
      throw error
    }
  }

  private constructor({ folder, limitBytes }: SpoolOptions, { files, tornSpans }: Leftovers, unlock: () => Promise<void>) {
    this.folder = folder
    this.tornSpans = tornSpans
    this.#limitBytes = limitBytes
    this.#unlock = unlock
    this.#waiting = files
    this.#bytes = files.reduce((sum, { bytes }) => sum + bytes, 0)
    this.#spans = files.reduce((sum, { spans }) => sum + spans, 0)
    this.#lastSequence = files.at(-1)?.sequence ?? 0
  }

  /** Of all files, those being delivered too. */
  get bytes(): number {
    return this.#bytes
  }

  get spans(): number {
    return this.#spans
  }

  /** Those that nobody has taken, oldest first. */
  get waiting(): readonly SpoolFile[] {
    return this.#waiting
  }

  hasRoomFor(bytes: number): boolean {
    return this.#bytes + bytes <= this.#limitBytes
  }

  /** The place of a request among all others: given when it comes, so that the order holds whichever is put first. */
  claimPlace(): number {
    return ++this.#lastSequence
  }

  /** Writes a request of `spans` spans at its place. Never rejects. */
  async put({ body, gzip }: Payload, spans: number, sequence = this.claimPlace()): Promise<Stored> {
    if (!this.hasRoomFor(body.length)) {
      const reason = `the spool ${this.folder} is full at ${this.#limitBytes} bytes; RINGSIDE_OTLP_SPOOL_BYTES can allow more`
      return { ok: false, cause: 'spool-full', reason }
    }
    const file = { sequence, spans, bytes: body.length, crc: crc32(body), gzip }
    const path = this.#path(file)
    try {
      await writeSynced(path + partSuffix, body)
      await rename(path + partSuffix, path)
    } catch (error) {
      await unlink(path + partSuffix).catch(() => undefined)
      const code = (error as NodeJS.ErrnoException).code ?? String(error)
      return { ok: false, cause: 'spool-failed', reason: `the spool ${this.folder} cannot be written (${code})` }
    }
    this.#bytes += file.bytes
    this.#spans += file.spans
    this.#insert(file)
    return { ok: true, file }
  }

  /** The oldest that nobody has taken. Whoever takes it calls `remove` or `giveBack`. */
  take(): SpoolFile | undefined {
    return this.#waiting.shift()
  }

  giveBack(file: SpoolFile): void {
    this.#insert(file)
  }

  /** The request as it was put; undefined when the file is damaged or gone. Throws when it cannot be read now. */
  async read(file: SpoolFile): Promise<Payload | undefined> {
    const body = await readFile(this.#path(file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
    return body !== undefined && isWhole(file, body) ? { body, gzip: file.gzip } : undefined
  }

  /** A file that cannot be removed is delivered again by the next process, with the same bytes. */
  async remove(file: SpoolFile): Promise<void> {
    this.#bytes -= file.bytes
    this.#spans -= file.spans
    await unlink(this.#path(file)).catch(() => undefined)
  }

  /** Leaves the files to the next process. */
  close(): Promise<void> {
    return this.#unlock()
  }

  #insert(file: SpoolFile): void {
    const at = this.#waiting.findLastIndex(({ sequence }) => sequence < file.sequence)
    this.#waiting.splice(at + 1, 0, file)
  }

  #path(file: SpoolFile): string {
    return join(this.folder, fileName(file))
  }
}

interface Leftovers {
  readonly files: SpoolFile[]
  readonly tornSpans: number
}

/** What an earlier process left. Of its unfinished files, one whose content is whole is kept, others are removed. */
async function leftovers(folder: string): Promise<Leftovers> {
  const files: SpoolFile[] = []
  let tornSpans = 0
  for (const name of await readdir(folder)) {
    const parsed = parseFileName(name)
    if (parsed === undefined) continue
    const { part, ...file } = parsed
    const path = join(folder, name)
    if (!part) {
      files.push(file)
    } else if (isWhole(file, await readFile(path))) {
      await rename(path, join(folder, fileName(file)))
      files.push(file)
    } else {
      tornSpans += file.spans
      await unlink(path)
    }
  }
  return { files: files.sort((a, b) => a.sequence - b.sequence), tornSpans }
}

async function writeSynced(path: string, body: Uint8Array): Promise<void> {
  const handle = await open(path, 'w', 0o600)
  try {
    await handle.writeFile(body)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}
