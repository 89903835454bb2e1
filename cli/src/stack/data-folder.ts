/** The folder of one stack: made, checked, and held by one `ringside up` at a time. */
import { accessSync, constants, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandFailure, messageOf } from '../failure.ts'
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.ts'

/** What a stack whose `up` was killed may take until its keeper has ended it. */
const leftoverTimeoutMs = 15_000
const leftoverPollMs = 200

interface Lock {
  /** The `up` that holds the folder. */
  readonly owner: ProcessIdentity
  /** Its keeper: while it lives, services may still write here. */
  readonly keeper?: ProcessIdentity
}

export interface DataFolder {
  /** Absolute. */
  readonly path: string
  readonly owner: ProcessIdentity
  /** Notes the keeper in the lock. */
  noteKeeper(pid: number): void
  release(): void
}

/**
 * Makes the folder if need be and takes its lock. Throws {@link CommandFailure} when it cannot be written, or when
 * another `up` has it; waits for the rest of one that was killed.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder)
  makeWritable(path)
  const owner = identityOf(process.pid)
  if (owner === undefined) throw new CommandFailure('cannot read /proc/self/stat; expected a mounted /proc')
  const file = join(path, 'up.lock')
  const deadline = Date.now() + leftoverTimeoutMs
  while (!take(file, { owner }, path)) {
    if (Date.now() > deadline) {
      const who = readLock(file)?.keeper?.pid
      throw new CommandFailure(`the services of an earlier ringside up still run on ${path}; end process ${who} and try again`)
    }
    await sleep(leftoverPollMs)
  }
  return {
    path,
    owner,
    noteKeeper: (pid) => {
      const keeper = identityOf(pid)
      const draft = `${file}.${owner.pid}`
      writeFileSync(draft, JSON.stringify({ owner, ...(keeper === undefined ? {} : { keeper }) } satisfies Lock), { mode: 0o600 })
      renameSync(draft, file)
    },
    release: () => rmSync(file, { force: true }),
  }
}

function makeWritable(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    accessSync(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new CommandFailure(
      `cannot write to the data folder ${path} (${messageOf(error)}); expected a folder you may write to; choose one with --data`,
    )
  }
}

/** True when the lock is ours now; false when the rest of a killed stack still has it. */
function take(file: string, lock: Lock, path: string): boolean {
  // Linking a complete file into place takes the lock in one step: nobody ever reads half a lock.
  const draft = `${file}.${lock.owner.pid}`
  writeFileSync(draft, JSON.stringify(lock), { mode: 0o600 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  const held = readLock(file)
  if (held !== undefined && isAlive(held.owner)) {
    throw new CommandFailure(
      `the data folder ${path} is in use by another ringside up (process ${held.owner.pid}); stop that one, or choose another folder with --data`,
    )
  }
  if (held?.keeper !== undefined && isAlive(held.keeper)) return false
  removeStale(file, lock.owner)
  return take(file, lock, path)
}

/** Removes a lock whose owner is gone, unless someone else has done so and taken it since we looked. */
function removeStale(file: string, owner: ProcessIdentity): void {
  const aside = `${file}.stale.${owner.pid}`
  try {
    renameSync(file, aside)
    const removed = readLock(aside)
    if (removed !== undefined && isAlive(removed.owner)) linkSync(aside, file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function readLock(file: string): Lock | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Lock>
    return typeof value.owner?.pid === 'number' ? (value as Lock) : undefined
  } catch {
    return undefined
  }
}
