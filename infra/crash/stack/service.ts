/** A service as a process of its own, started again whenever it ends, as `ringside up` or systemd would. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Between an end and the next start. */
const restartMs = 1_000
const endMs = 15_000
/** Lines of its log that go into messages. */
const logLines = 15
const logColumns = 400

export interface ServiceSpec {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly logPath: string
  /** Resolves when the child does its work. Its end is watched elsewhere. */
  ready(child: ChildProcess): Promise<void>
}

export class Service {
  readonly name: string
  readonly #spec: ServiceSpec
  #child: ChildProcess | undefined
  #ready: Promise<void> = Promise.resolve()
  #ending = false
  /** How often it ended without being asked to. */
  deaths = 0

  constructor(spec: ServiceSpec) {
    this.name = spec.name
    this.#spec = spec
  }

  /** Resolves when it does its work, which may take several starts. */
  start(): Promise<void> {
    this.#ready = this.#launch()
    return this.#ready
  }

  /** SIGKILL. Resolves when the one after it does its work. */
  async kill(): Promise<void> {
    const gone = this.#child && once(this.#child, 'exit')
    this.#child?.kill('SIGKILL')
    await gone
    await this.#ready
  }

  /** Stops it where it stands. */
  freeze(): void {
    this.#child?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#child?.kill('SIGCONT')
  }

  /** In order, by force if that takes too long; not started again. */
  async end(): Promise<void> {
    this.#ending = true
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGCONT')
    child.kill('SIGTERM')
    const killer = setTimeout(() => child.kill('SIGKILL'), endMs)
    await gone
    clearTimeout(killer)
  }

  /** How much it has said. */
  logLines(): number {
    return this.#lines().length
  }

  /** The end of its log. */
  log(): string {
    const lines = this.#lines()
    return lines
      .slice(-logLines)
      .map((line) => line.slice(0, logColumns))
      .join('\n')
  }

  #lines(): string[] {
    return readFileSync(this.#spec.logPath, 'utf8').trimEnd().split('\n')
  }

  async #launch(): Promise<void> {
    const { file, args, env, logPath, ready } = this.#spec
    const log = openSync(logPath, 'a')
    const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', log] })
    closeSync(log)
    this.#child = child
    const ended = once(child, 'exit').then(() => 'ended' as const)
    child.once('exit', () => {
      if (this.#ending) return
      this.deaths++
      this.#ready = sleep(restartMs).then(() => (this.#ending ? undefined : this.#launch()))
    })
    if ((await Promise.race([ready(child), ended])) === 'ended') await this.#ready
  }
}
