/**
 * The machine is one process's own, from before it is tuned until it is clean again. The lock is a socket in Linux's abstract
 * namespace (unix(7)): the kernel gives it up with its process, however that ends, and not while the process is only stopped,
 * which could wake and measure at any moment. It holds within one network namespace; beyond it, the lease does.
 *
 * Whoever wants the lock connects to its holder, hears who that is, and stays connected: the end of the connection is the end
 * of the hold. So nothing runs on the machine for those who wait.
 */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Who has a machine, in the words it says to others. */
export interface LockHolder {
  readonly pid: number
  readonly agentId: string
  /** Absent while the agent cleans up what another one left. */
  readonly runId?: string
}

export interface LockWait {
  /** Aborting ends the wait; `lockMachine` then rejects with the reason. */
  readonly signal: AbortSignal
  /** Someone else has the machine: who, if he answers. A process that is stopped does not. */
  readonly onWaiting?: (holder: LockHolder | undefined) => void
}

export type Unlock = () => Promise<void>

/** Between finding the lock free and finding it taken again, and before asking a holder that is just going. */
const retryMs = 20
/** What an answer from this machine may take. */
const answerMs = 500
const maxAnswerChars = 1_000

/** Waits for the machine. Answers how to give it up. Rejects when the wait is aborted or sockets cannot be had. */
export async function lockMachine(machineId: string, holder: LockHolder, wait: LockWait): Promise<Unlock> {
  for (;;) {
    wait.signal.throwIfAborted()
    const unlock = await tryLockMachine(machineId, holder)
    if (unlock !== undefined) return unlock
    await outlive(pathOf(machineId), wait)
  }
}

/** Undefined when someone else has it. */
export async function tryLockMachine(machineId: string, holder: LockHolder): Promise<Unlock | undefined> {
  const waiting = new Set<Socket>()
  const server = createServer((socket) => {
    waiting.add(socket)
    socket.on('error', () => undefined).on('close', () => waiting.delete(socket))
    socket.write(`${JSON.stringify(holder)}\n`)
  })
  try {
    await once(server.listen({ path: pathOf(machineId) }), 'listening')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return undefined
  }
  server.unref()
  return () => release(server, waiting)
}

const pathOf = (machineId: string): string => `\0ringside-machine-${machineId}`

async function release(server: Server, waiting: ReadonlySet<Socket>): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  // The name is free once the listener is gone: those who are told then find it so.
  await new Promise(setImmediate)
  for (const socket of waiting) socket.destroy()
  await closed
}

/** Resolves when whoever holds the lock has given it up, as far as can be told. */
async function outlive(path: string, { signal, onWaiting }: LockWait): Promise<void> {
  const socket = connect({ path })
  const gone = new Promise<void>((resolve) => socket.on('error', () => undefined).on('close', () => resolve()))
  const answer = new Promise<LockHolder | undefined>((resolve) => {
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk) => {
      text = (text + chunk).slice(0, maxAnswerChars)
      if (text.includes('\n')) resolve(parseHolder(text))
    })
  })
  const silence = sleep(answerMs, undefined, { ref: false })
  try {
    const holder = await Promise.race([answer, silence, gone.then(() => 'gone' as const)])
    if (holder !== 'gone') {
      onWaiting?.(holder)
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
      await Promise.race([gone, aborted])
    }
  } finally {
    socket.destroy()
  }
  await sleep(retryMs)
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    return JSON.parse(text.split('\n')[0] ?? '') as LockHolder
  } catch {
    return undefined
  }
}
