/** Files that only their descriptor leads to. */
import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** A file without a name, which is gone when this process is, however it ends. */
export async function openUnnamed(folder: string): Promise<FileHandle> {
  const name = join(folder, `ringside-${randomUUID()}`)
  const file = await open(name, 'wx+', 0o600)
  await unlink(name)
  return file
}
