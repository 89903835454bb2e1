/** Runs the real command as a child process, as a user would. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { identityOf } from '../stack/process-identity.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const commandTimeoutMs = 150_000

export interface CommandOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** What comes by standard input. */
  readonly stdin?: string
}

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningCommand {
  readonly child: ChildProcess
  stdout(): string
  stderr(): string
  readonly ended: Promise<CommandResult>
}

const scratchFolders: string[] = []
// After every other hook of the test file, because hooks registered first run last.
afterAll(() => {
  for (const folder of scratchFolders) rmSync(folder, { recursive: true, force: true })
})

/** A fresh folder that goes when the test file has ended; also the user's runtime folder, so that tests never meet a stack of the user. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-test-'))
  scratchFolders.push(folder)
  return folder
}

/** Starts `ringside ...args`. */
export function startCommand(
  args: readonly string[],
  { cwd = scratchFolder(), env = {}, stdin = '' }: CommandOptions = {},
): RunningCommand {
  const {
    RINGSIDE_URL: _url,
    RINGSIDE_CONTEXT: _context,
    RINGSIDE_TOKEN: _token,
    NODE_OPTIONS: _options,
    ...inherited
  } = process.env
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...inherited, XDG_RUNTIME_DIR: cwd, XDG_CONFIG_HOME: cwd, NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: commandTimeoutMs,
    killSignal: 'SIGKILL',
  })
  child.stdin?.on('error', () => undefined).end(stdin)
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<CommandResult>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
  return { child, stdout: () => stdout, stderr: () => stderr, ended }
}

/** Runs `ringside ...args` to its end. */
export function ringside(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return startCommand(args, options).ended
}

/** Waits until `condition` gives something. Throws, saying what was waited for, after `timeoutMs`. */
export async function eventually<T>(
  what: string,
  condition: () => T | Promise<T>,
  timeoutMs = 20_000,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const value = await condition()
    if (value !== undefined && value !== null && value !== false) return value as Exclude<T, undefined | null | false>
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for: ${what}`)
    await sleep(50)
  }
}

/** Whether a process runs; one that has ended and waits to be collected does not. */
export const isRunning = (pid: number): boolean => identityOf(pid) !== undefined
