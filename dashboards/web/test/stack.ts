/** A real one-machine stack, as `ringside up` starts it, in a folder that is gone afterwards. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('../../../node_modules/.bin/ringside', import.meta.url))

export interface Stack {
  readonly url: string
  /** For files of the test. */
  readonly folder: string
  /** What `ringside` prints as JSON when told `args`. Throws with what it said where it fails. */
  ringside(...args: string[]): Promise<unknown>
  /** Measures a suite to its end: two backends, `trials` short trials of throughput and latency each. */
  runSuite(name: string, trials?: number): Promise<{ readonly submissionId: string }>
  stop(): Promise<void>
}

/** `args`: more of `ringside up`. */
export async function startStack(...args: string[]): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-web-'))
  const env = { ...process.env, RINGSIDE_URL: undefined, XDG_STATE_HOME: join(folder, 'state'), XDG_RUNTIME_DIR: folder }
  const up = spawn(command, ['up', '--json', '--port', '0', '--data', join(folder, 'data'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const complaints: Buffer[] = []
  up.stderr.on('data', (chunk) => complaints.push(chunk))
  const { url } = JSON.parse(await firstLine(up, complaints)) as { url: string }
  const ringside = (...given: string[]) => answerOf(spawn(command, [...given, '--json'], { env: { ...env, RINGSIDE_URL: url } }))
  return {
    url,
    folder,
    ringside,
    runSuite: async (name, trials = 2) => {
      const file = join(folder, `${name}.yaml`)
      writeFileSync(file, suiteText(name, trials))
      const { submission } = (await ringside('run', file)) as { submission: string }
      return { submissionId: submission }
    },
    stop: async () => {
      const ended = once(up, 'exit')
      up.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function firstLine(child: ChildProcess, complaints: readonly Buffer[]): Promise<string> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) return line
  throw new Error(`ringside up ended before it was ready: ${Buffer.concat(complaints)}`)
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
  child.stdout?.on('data', (chunk) => stdout.push(chunk))
  child.stderr?.on('data', (chunk) => stderr.push(chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${code}: ${Buffer.concat(stderr)}`)
  return JSON.parse(Buffer.concat(stdout).toString())
}

export const suiteText = (name: string, trials: number): string => `apiVersion: ringside/v1
kind: Suite
name: ${name}
backends:
  - { name: mapped, kind: emulated, doorbell: mapped, device: polling }
  - { name: eventfd, kind: emulated, doorbell: eventfd, device: sleeping }
workloads:
  - { kind: throughput, direction: oneway }
  - { kind: latency, rate: 5kpps, direction: loopback }
matrix: { frame: [64] }
run: { warmup: 20ms, duration: 100ms, trials: ${trials}, order: interleave, seed: 42 }
`
