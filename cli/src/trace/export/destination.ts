/** Where an export goes: standard output, or a file that is there in full or not at all. */
import { once } from 'node:events'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { CommandFailure, messageOf } from '../../failure.ts'

export interface Destination {
  /** Resolves when there is room for more. */
  write(part: string | Uint8Array): Promise<void>
  /** Makes what was written final. */
  finish(): Promise<void>
  /** Leaves nothing behind of a file. */
  discard(): Promise<void>
}

export function toStream(stream: NodeJS.WritableStream): Destination {
  return {
    write: async (part) => {
      if (!stream.write(part)) await once(stream, 'drain')
    },
    finish: async () => undefined,
    discard: async () => undefined,
  }
}

/** A file of that name once it is finished; until then beside it under another. Throws {@link CommandFailure}. */
export async function toFile(path: string, what = 'the trace'): Promise<Destination> {
  const file = resolve(path)
  const partial = join(dirname(file), `.${basename(file)}.${process.pid}.partial`)
  let handle: FileHandle | undefined
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw new CommandFailure(`cannot write ${what} to ${file} (${messageOf(error)}); choose another place with -o FILE`, {
        cause: error,
      })
    }
  }
  const close = async () => {
    const opened = handle
    handle = undefined
    await opened?.close()
  }
  handle = await attempt(() => open(partial, 'wx'))
  return {
    write: (part) => attempt(async () => void (await handle?.appendFile(part))),
    finish: () =>
      attempt(async () => {
        await handle?.sync()
        await close()
        await rename(partial, file)
      }),
    discard: async () => {
      await close().catch(() => undefined)
      await rm(partial, { force: true })
    },
  }
}
