/** Programs as child processes that never outlive this one; measured ones stand as high on their CPUs as our own threads. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { atExit } from './at-exit.ts'
import { niceness } from './priority.ts'

/** What a program may take to end when asked. */
const stopTimeoutMs = 5_000
/** Of what a program wrote, this much goes into messages. */
const logBytes = 2_000

const running = new Set<ChildProcessWithoutNullStreams>()

atExit(() => {
  for (const child of running) child.kill('SIGKILL')
})

export interface StartOptions {
  /** Ahead of what shares its CPUs, as far as this process may do that. */
  readonly measured?: boolean
  /** Added to this process's environment. */
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
}

/** Starts a program in a session of its own: Ctrl-C is for us, who end it in order. */
export function startChild(file: string, args: readonly string[], options: StartOptions = {}): ChildProcessWithoutNullStreams {
  const command = options.measured ? ['nice', '-n', String(niceness), file, ...args] : [file, ...args]
  const env = { ...process.env, ...options.env }
  const child = spawn(command[0] as string, command.slice(1), { detached: true, env, cwd: options.cwd })
  running.add(child)
  for (const end of ['close', 'error']) child.once(end, () => running.delete(child))
  // A program that is gone says so by its end.
  child.stdin.on('error', () => undefined)
  if (options.measured && child.pid !== undefined) raiseSession(child.pid)
  return child
}

/** Where the kernel groups tasks by session (sched(7), "The autogroup feature"), nice values count inside a session only. */
function raiseSession(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(niceness))
  } catch {
    // Without the privilege, or without such groups, it runs as everything else does.
  }
}

/** SIGTERM, then SIGKILL. Resolves when the process is gone. */
export async function endChild(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (!running.has(child)) return
  const closed = once(child, 'close')
  child.kill('SIGTERM')
  const killer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
  await closed
  clearTimeout(killer)
}

/** `ended with exit code 1`, `was ended by SIGKILL`. */
export function howItEnded({ exitCode, signalCode }: ChildProcessWithoutNullStreams): string {
  return signalCode === null ? `ended with exit code ${exitCode}` : `was ended by ${signalCode}`
}

/** The end of what a program wrote, for messages. */
export const tail = (text: string): string => text.slice(-logBytes).trim()

/** Standard output of a program that ends by itself. Throws with the end of its errors when it fails; ends it on abort. */
export async function runChild(
  file: string,
  args: readonly string[],
  options: StartOptions & { readonly signal: AbortSignal },
): Promise<string> {
  options.signal.throwIfAborted()
  const child = startChild(file, args, options)
  const end = () => void endChild(child)
  options.signal.addEventListener('abort', end, { once: true })
  let output = ''
  let errors = ''
  child.stdin.end()
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-logBytes)))
  try {
    await once(child, 'close')
  } catch (error) {
    throw new Error(`${file} could not be started (${error instanceof Error ? error.message : error})`)
  } finally {
    options.signal.removeEventListener('abort', end)
  }
  options.signal.throwIfAborted()
  if (child.exitCode !== 0) throw new Error(`${[file, ...args].join(' ')} ${howItEnded(child)}:\n${tail(errors)}`)
  return output
}
