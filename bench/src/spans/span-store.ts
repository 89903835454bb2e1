/** The process that receives and stores what both sides of a bench send, seen from the bench. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { atExit } from '../at-exit.ts'
import { endChild, howItEnded, startChild, tail } from '../child-process.ts'
import { raiseThisProcess } from '../priority.ts'
import type { Answers, Question } from './questions.ts'

const program = fileURLToPath(new URL('./store-process.ts', import.meta.url))

export interface SpanStore {
  /**
   * Starts the process where it does not run yet, and raises it and this one, the sender, above what shares their CPUs. Rejects
   * with the end of its errors when it does not come up.
   */
  open(): Promise<void>
  /** Base URL of the receiver. Throws before {@link open}. */
  endpoint(): string
  /** One question at a time. */
  ask<Kind extends Question['ask']>(question: Question & { ask: Kind }): Promise<Answers[Kind]>
  /** Ends the process if it runs; the folder is gone then. */
  close(): Promise<void>
}

interface Running {
  readonly child: ChildProcessWithoutNullStreams
  readonly lines: Interface
  readonly endpoint: string
  log(): string
  /** Takes back what this process was raised by, and removes the folder. */
  cleanUp(): void
}

export function spanStore(): SpanStore {
  let running: Running | undefined
  const current = () => running ?? fail('the store process does not run; open it first')
  return {
    open: async () => {
      running ??= await start()
    },
    endpoint: () => current().endpoint,
    ask: async (question) => {
      const { child, lines, log } = current()
      child.stdin.write(`${JSON.stringify(question)}\n`)
      const { value, error } = JSON.parse(await nextLine({ child, lines, log }))
      return error === undefined ? value : fail(`the store process could not answer '${question.ask}': ${error}`)
    },
    close: async () => {
      const ending = running
      running = undefined
      if (ending === undefined) return
      await endChild(ending.child)
      ending.cleanUp()
    },
  }
}

/** As the launcher does: each query that runs takes a thread of libuv's pool. */
const env = { UV_THREADPOOL_SIZE: '16' }

async function start(): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-bench-spans-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const forget = atExit(remove)
  const child = startChild(process.execPath, [program, folder], { env, measured: true })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = tail(errors + text)))
  const lines = createInterface({ input: child.stdout })
  const log = () => errors
  const { endpoint } = JSON.parse(await nextLine({ child, lines, log })) as { endpoint: string }
  const lower = raiseThisProcess()
  const cleanUp = () => {
    lower()
    remove()
    forget()
  }
  return { child, lines, endpoint, log, cleanUp }
}

/** Rejects when the process ends instead. */
async function nextLine({ child, lines, log }: Pick<Running, 'child' | 'lines' | 'log'>): Promise<string> {
  const said = new AbortController()
  const { signal } = said
  try {
    const [line] = await Promise.race([once(lines, 'line', { signal }), once(child, 'close', { signal }).then(() => [])])
    return line ?? fail(`the store process ${howItEnded(child)}:\n${log()}`)
  } finally {
    said.abort()
  }
}

function fail(message: string): never {
  throw new Error(message)
}
