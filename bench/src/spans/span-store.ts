/** The process that receives and stores what both sides of a bench send, seen from the bench. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { atExit } from '../at-exit.ts'
import { type LineProcess, startLineProcess } from '../line-process.ts'
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
  readonly process: LineProcess<{ endpoint: string }>
  /** Takes back what this process was raised by, and removes the folder. */
  cleanUp(): void
}

export function spanStore(): SpanStore {
  let running: Running | undefined
  const current = () => running?.process ?? fail('the store process does not run; open it first')
  return {
    open: async () => {
      running ??= await start()
    },
    endpoint: () => current().ready.endpoint,
    ask: async <Kind extends Question['ask']>(question: Question & { ask: Kind }) =>
      (await current().ask(question)) as Answers[Kind],
    close: async () => {
      const ending = running
      running = undefined
      if (ending === undefined) return
      await ending.process.close()
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
  const process = await startLineProcess<{ endpoint: string }>({ name: 'store process', file: program, args: [folder], env })
  const lower = raiseThisProcess()
  const cleanUp = () => {
    lower()
    remove()
    forget()
  }
  return { process, cleanUp }
}

function fail(message: string): never {
  throw new Error(message)
}
