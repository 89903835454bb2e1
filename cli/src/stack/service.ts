/**
 * One service of the stack as a child process: started, waited for until it is ready, started again when it dies, stopped.
 * What it writes to standard error goes to its log file directly, so that the log is whole even when this process is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandFailure, messageOf } from '../failure.ts'
import type { Keeper } from './keeper.ts'
import { lastLines } from './last-lines.ts'

/** For services that share the machine with an agent: merges of the store must not show as latency. */
export const backgroundNiceness = 10

const readyTimeoutMs = 60_000
/** An agent may take 20 s to end the run it is in. */
const stopTimeoutMs = 25_000
const backoffFirstMs = 500
const backoffLongestMs = 8_000
/** Starts in a row that may fail before the stack gives up. */
const failedStartsMost = 6
/** A service that ran this long was not failing to start. */
const steadyMs = 30_000

export interface ServiceSpec<Ready> {
  readonly name: string
  readonly file: string
  /** Asked at every start, because a restart may have to keep what the first start found out (its port). */
  args(): readonly string[]
  env(): NodeJS.ProcessEnv
  /** Written to the child's standard input, which is then closed. */
  stdin?(): string
  readonly logPath: string
  /** Added to this process's nice value: what shares its CPUs with a measurement steps back. */
  readonly niceness: number
  /** Resolves when the child does its work; rejects when it says it cannot. Its end is watched elsewhere. */
  ready(child: ChildProcess, signal: AbortSignal): Promise<Ready>
}

/** What a service needs around it. */
export interface ServiceHost {
  readonly keeper: Keeper
  /** Aborts the first start; what runs is stopped with stop(). */
  readonly signal: AbortSignal
  /** One line for people: it died and is started again. */
  notice(line: string): void
  /** It could not be brought back. */
  failed(error: CommandFailure): void
}

export interface Service<Ready> {
  readonly name: string
  readonly ready: Ready
  /** Of the present child; undefined between a death and the next start. */
  pid(): number | undefined
  /** SIGTERM, then SIGKILL after a while. Resolves when the process is gone; never starts again. */
  stop(): Promise<void>
}

/** Starts a service and supervises it from then on. Throws {@link CommandFailure} with the end of its log if it does not become ready. */
export async function startService<Ready>(spec: ServiceSpec<Ready>, host: ServiceHost): Promise<Service<Ready>> {
  const stopping = new AbortController()
  let child: ChildProcess | undefined
  const pid = () => child?.pid

  const launch = async (): Promise<Ready> => {
    const started = spawnChild(spec, host.keeper)
    child = started
    const startedAt = Date.now()
    const ready = await becomeReady(spec, started, host.signal)
    // From here on the death of this child is the supervisor's business.
    if (started.exitCode !== null || started.signalCode !== null) void restart(started, startedAt)
    else started.once('exit', () => void restart(started, startedAt))
    return ready
  }

  let failedStarts = 0
  const restart = async (ended: ChildProcess, startedAt: number): Promise<void> => {
    child = undefined
    if (Date.now() - startedAt > steadyMs) failedStarts = 0
    let how = howItEnded(ended)
    while (!stopping.signal.aborted) {
      const delayMs = Math.min(backoffLongestMs, backoffFirstMs * 2 ** failedStarts)
      if (failedStarts++ >= failedStartsMost) {
        return host.failed(new CommandFailure(`${spec.name} ${how} and could not be started again; its log: ${spec.logPath}`))
      }
      host.notice(`${spec.name} ${how}; starting it again in ${delayMs / 1000} s`)
      try {
        await sleep(delayMs, undefined, { signal: stopping.signal })
        await launch()
        return host.notice(`${spec.name} is back (process ${pid()})`)
      } catch (error) {
        how = `did not start (${messageOf(error)})`
      }
    }
  }

  const stop = async (): Promise<void> => {
    stopping.abort()
    if (child !== undefined) await endChild(child)
  }
  try {
    return { name: spec.name, ready: await launch(), pid, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function spawnChild<Ready>(spec: ServiceSpec<Ready>, keeper: Keeper): ChildProcess {
  const log = openSync(spec.logPath, 'a', 0o600)
  try {
    // By `nice`, because threads keep the value their process had when they were created.
    const child = spawn('nice', ['-n', String(spec.niceness), spec.file, ...spec.args()], {
      env: spec.env(),
      stdio: ['pipe', 'pipe', log],
      // A session of its own: Ctrl-C is for us, who stop the services in order.
      detached: true,
    })
    const { pid } = child
    if (pid !== undefined) {
      keeper.add(pid)
      child.once('exit', () => keeper.remove(pid))
    }
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(spec.stdin?.() ?? '')
    return child
  } finally {
    closeSync(log)
  }
}

async function becomeReady<Ready>(spec: ServiceSpec<Ready>, child: ChildProcess, signal: AbortSignal): Promise<Ready> {
  const done = new AbortController()
  const aborted = new Promise<never>((_, reject) => {
    const interrupt = () => reject(new Error('was interrupted'))
    if (signal.aborted) interrupt()
    else signal.addEventListener('abort', interrupt, { signal: done.signal })
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(new Error(`cannot run ${spec.file}: ${error.message}`)))
    child.once('exit', () => reject(new Error(howItEnded(child))))
  })
  const late = sleep(readyTimeoutMs, undefined, { signal: done.signal, ref: false }).then(() => {
    throw new Error(`was not ready within ${readyTimeoutMs / 1000} s`)
  })
  try {
    return await Promise.race([spec.ready(child, done.signal), ended, late, aborted])
  } catch (error) {
    await endChild(child)
    if (signal.aborted) throw new CommandFailure(`interrupted while the ${spec.name} was starting`)
    const tail = lastLines(spec.logPath, 5)
    const log = tail === '' ? `its log ${spec.logPath} is empty` : `the end of its log ${spec.logPath}:\n${tail}`
    throw new CommandFailure(`the ${spec.name} ${messageOf(error)}; ${log}`, { cause: error })
  } finally {
    done.abort()
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const killer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
  await ended
  clearTimeout(killer)
}

function howItEnded(child: ChildProcess): string {
  if (child.signalCode !== null) return `was ended by ${child.signalCode}`
  return `ended with exit code ${child.exitCode}`
}
