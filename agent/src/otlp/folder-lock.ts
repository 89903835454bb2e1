/**
 * One process per folder. The lock is a socket in Linux's abstract namespace (unix(7)), named after the folder: the kernel gives
 * it up with the process, however that ends, so no lock is ever stale. It holds within one network namespace.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { realpath, stat } from 'node:fs/promises'
import { connect, createServer } from 'node:net'

/** Another process has the folder. */
export class FolderInUse extends Error {}

/** Locks an existing folder. Answers how to unlock it. Throws {@link FolderInUse}, or what `stat` throws. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = `\0ringside-folder-${await identityOf(folder)}`
  const server = createServer((socket) => socket.on('error', () => undefined).end(String(process.pid)))
  try {
    await once(server.listen({ path }), 'listening')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    const remedy = 'expected a folder for this agent alone: end the other one, or name another folder in RINGSIDE_OTLP_SPOOL_DIR'
    throw new FolderInUse(`the spool folder ${folder} is in use by ${await holderOf(path)}; ${remedy}`)
  }
  server.unref()
  return () => new Promise((resolve) => server.close(() => resolve()))
}

/** Paths can mean different folders in different containers, and inodes are used again: both together mean one folder. */
async function identityOf(folder: string): Promise<string> {
  const path = await realpath(folder)
  const { dev, ino } = await stat(path)
  return createHash('sha256').update(`${dev} ${ino} ${path}`).digest('hex').slice(0, 32)
}

async function holderOf(path: string): Promise<string> {
  const socket = connect({ path })
  let pid = ''
  try {
    for await (const chunk of socket) pid += chunk
  } catch {}
  return /^\d+$/.test(pid) ? `process ${pid}` : 'another process'
}
