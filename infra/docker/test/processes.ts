/** Services of the stack as processes of this machine, each ended when the test is over. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const startLimitMs = 120_000
const pollMs = 50

export interface Started {
  readonly child: ChildProcess
  /** What it wrote so far, both streams. */
  log(): string
}

export class Processes {
  readonly #children: ChildProcess[] = []

  /** Starts a program with this environment and nothing of ours but PATH and HOME. */
  start(file: string, args: readonly string[], options: { env: NodeJS.ProcessEnv; cwd?: string }): Started {
    const { PATH, HOME } = process.env
    const child = spawn(file, args, { ...options, env: { PATH, HOME, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let log = ''
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (log += text))
    this.#children.push(child)
    return { child, log: () => log }
  }

  /** All of them, last first: SIGTERM, and they have to follow it. */
  async stop(): Promise<void> {
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
  }
}

/** Polls until `check` answers something; an error that it throws is one in the meantime. Rejects with the log when it is in vain. */
export async function until<T>(check: () => Promise<T | undefined>, { child, log }: Started): Promise<T> {
  const deadlineMs = performance.now() + startLimitMs
  for (;;) {
    const found = await check().catch(() => undefined)
    if (found !== undefined) return found
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with code ${child.exitCode}:\n${log()}`)
    if (performance.now() > deadlineMs)
      throw new Error(`${child.spawnfile} was not ready in ${startLimitMs / 1_000} s:\n${log()}`)
    await sleep(pollMs)
  }
}
