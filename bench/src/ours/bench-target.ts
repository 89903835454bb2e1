/** Native programs that measure: bench targets of cargo, which answer a trial with a JSON object. */
import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { runChild } from '../child-process.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface BenchTarget {
  readonly crate: string
  readonly bench: string
}

/** Path of the program, built the first time. */
export async function buildTarget(target: BenchTarget, signal: AbortSignal): Promise<string> {
  const args = ['bench', '--no-run', '--quiet', '-p', target.crate, '--bench', target.bench, '--message-format=json']
  const env = { PATH: `${process.env.PATH}:${homedir()}/.cargo/bin` }
  const output = await runChild('cargo', args, { cwd: root, env, signal })
  const file = executableOf(output, target)
  if (file === undefined) throw new Error(`cargo built no program for the bench target '${target.bench}' of ${target.crate}`)
  return file
}

/** The program among cargo's messages, one JSON object a line ("JSON messages" in the Cargo book). */
export function executableOf(messages: string, { bench }: BenchTarget): string | undefined {
  return messages
    .split('\n')
    .map((line) => parse(line) as { executable?: unknown; target?: { name?: unknown } } | null)
    .filter((message) => message?.target?.name === bench)
    .map((message) => message?.executable)
    .find((executable) => typeof executable === 'string')
}

/** Member `name` of the object that a program wrote. Throws when it is not a number above 0. */
export function figureIn(output: string, name: string): number {
  const value = (parse(output) as Readonly<Record<string, unknown>> | null)?.[name]
  if (typeof value === 'number' && value > 0) return value
  throw new Error(`the native program wrote '${output.trim()}'; expected {"${name}": N} with N above 0`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
