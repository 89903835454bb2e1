/** Our rings without packets: a native program that passes buffers without payload between two threads. */
import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { runChild } from '../child-process.ts'
import { durationMs } from '../load.ts'
import type { Side } from '../side.ts'
import type { OurRing } from './datapath.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The program: a bench target of cargo, built the first time. */
const target = { crate: 'ringside-datapath', bench: 'ring' } as const
/** How it is asked for one trial; it answers `{"buffersPerSecond": N}` and pins its threads itself. */
const trialArgs = (ring: OurRing) => ['--format', ring, '--milliseconds', String(durationMs)]

export function ourRingSide(ring: OurRing): Side {
  let file = ''
  return {
    name: `Ringside, ${ring}`,
    prepare: async (signal) => {
      file = await build(signal)
    },
    trial: async (signal) => buffersPerSecond(await runChild(file, trialArgs(ring), { measured: true, signal })),
    pages: () => undefined,
    close: async () => undefined,
  }
}

/** From what the program wrote. Throws when that is not what was expected. */
export function buffersPerSecond(output: string): number {
  const value = (parse(output) as { buffersPerSecond?: unknown } | null)?.buffersPerSecond
  if (typeof value === 'number' && value > 0) return value
  throw new Error(`the ring program wrote '${output.trim()}'; expected {"buffersPerSecond": N} with N above 0`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Path of the program. */
async function build(signal: AbortSignal): Promise<string> {
  const args = ['bench', '--no-run', '--quiet', '-p', target.crate, '--bench', target.bench, '--message-format=json']
  const env = { PATH: `${process.env.PATH}:${homedir()}/.cargo/bin` }
  const output = await runChild('cargo', args, { cwd: root, env, signal })
  const file = executableOf(output)
  if (file === undefined) throw new Error(`cargo built no program for the bench target '${target.bench}' of ${target.crate}`)
  return file
}

/** The program among cargo's messages, one JSON object a line ("JSON messages" in the Cargo book). */
export function executableOf(messages: string): string | undefined {
  return messages
    .split('\n')
    .map((line) => parse(line) as { executable?: unknown; target?: { name?: unknown } } | null)
    .filter((message) => message?.target?.name === target.bench)
    .map((message) => message?.executable)
    .find((executable) => typeof executable === 'string')
}
