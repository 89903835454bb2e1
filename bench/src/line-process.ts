/** Our own programs as child processes that are asked by lines of JSON on standard input, and answer each with a line. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import { endChild, howItEnded, startChild, tail } from './child-process.ts'

export interface LineProcess<Ready> {
  /** Its first line. */
  readonly ready: Ready
  readonly pid: number
  /** One question at a time. Rejects when it is answered with an error, or the process ends instead. */
  ask(question: object): Promise<unknown>
  /** Stops the process where it stands, so that others are measured without it; `resume` lets it go on. */
  pause(): void
  resume(): void
  /** Resolves when it is gone. */
  close(): Promise<void>
}

export interface LineProgram {
  /** For messages: `store process`. */
  readonly name: string
  /** File for Node. */
  readonly file: string
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly nodeArgs?: readonly string[]
}

/** Starts a program as a measured one, and waits for its first line. Rejects with the end of its errors when there is none. */
export async function startLineProcess<Ready>(program: LineProgram): Promise<LineProcess<Ready>> {
  const { name, file, args = [], env = {}, nodeArgs = [] } = program
  const child = startChild(process.execPath, [...nodeArgs, file, ...args], { env, measured: true })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = tail(errors + text)))
  const lines = createInterface({ input: child.stdout })
  const next = () => nextLine({ name, child, lines, log: () => errors })
  const ready = JSON.parse(await next()) as Ready
  return {
    ready,
    pid: child.pid ?? 0,
    ask: async (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`)
      const { value, error } = JSON.parse(await next()) as { value?: unknown; error?: string }
      if (error !== undefined) throw new Error(`the ${name} could not answer ${JSON.stringify(question).slice(0, 80)}: ${error}`)
      return value
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    close: () => {
      child.kill('SIGCONT')
      return endChild(child)
    },
  }
}

interface Talking {
  readonly name: string
  readonly child: ChildProcessWithoutNullStreams
  readonly lines: Interface
  log(): string
}

/** Rejects when the process ends instead. */
async function nextLine({ name, child, lines, log }: Talking): Promise<string> {
  const said = new AbortController()
  const { signal } = said
  try {
    const [line] = await Promise.race([once(lines, 'line', { signal }), once(child, 'close', { signal }).then(() => [])])
    if (line === undefined) throw new Error(`the ${name} ${howItEnded(child)}:\n${log()}`)
    return line
  } finally {
    said.abort()
  }
}

/** Answers the questions that come on standard input, one after the other, until it ends. */
export async function answerLines(answer: (question: never) => Promise<unknown>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    say(
      await answer(JSON.parse(line) as never).then(
        (value) => ({ value: value ?? null }),
        (error: Error) => ({ error: error.message }),
      ),
    )
  }
}

/** A line of standard output. */
export const say = (message: object): boolean => process.stdout.write(`${JSON.stringify(message)}\n`)
