/** A controller with 100,000 queued runs: what a submission and a list take, and how much memory it holds. */
import { readFileSync } from 'node:fs'
import { build, type Histogram } from 'hdr-histogram-js'
import { raiseThisProcess } from '../priority.ts'
import type { Side } from '../side.ts'
import { type ControllerStack, startControllerStack } from './stack.ts'
import { hostNames, suiteOfTen, suiteOfThousand } from './work.ts'

const hosts = hostNames(100)
const listed = 50
/** Requests of each trial, one after the other. */
const requests = 100
const usPerMs = 1_000
const kibPerMib = 1_024

/** What the cases share: the controller, filled the first time it is asked for. */
export interface QueuedRuns {
  stack(signal: AbortSignal, onStep: (step: string) => void): Promise<ControllerStack>
  close(): Promise<void>
}

/** With at least as many queued runs. */
export function fullQueues(queuedRuns: number): QueuedRuns {
  let running: ControllerStack | undefined
  let lower: (() => void) | undefined
  const close = async () => {
    lower?.()
    await running?.close()
    running = undefined
  }
  return {
    stack: async (signal, onStep) => {
      if (running !== undefined) return running
      running = await startControllerStack(hosts.length, 'registered')
      lower = raiseThisProcess()
      try {
        await fill(running, { queuedRuns, signal, onStep })
        return running
      } catch (error) {
        await close()
        throw error
      }
    },
    close,
  }
}

interface Filling {
  readonly queuedRuns: number
  readonly signal: AbortSignal
  onStep(step: string): void
}

async function fill({ client }: ControllerStack, { queuedRuns, signal, onStep }: Filling): Promise<void> {
  for (let queued = 0, i = 0; queued < queuedRuns; i++) {
    signal.throwIfAborted()
    onStep(`${queued} of ${queuedRuns} runs queued`)
    queued += await client.submit(suiteOfThousand(hosts[i % hosts.length] as string))
  }
}

export interface Asking {
  readonly name: string
  /** The nth request of the whole bench. */
  request(stack: ControllerStack, n: number): Promise<void>
}

export const submitting: Asking = {
  name: 'a suite of 10 runs',
  request: async ({ client }, n) => {
    const runs = await client.submit(suiteOfTen(hosts[n % hosts.length] as string))
    if (runs !== 10) throw new Error(`a suite of 10 runs became ${runs}`)
  },
}

export const listing: Asking = {
  name: 'the newest 50 runs',
  request: async ({ client }) => {
    const runs = await client.list(listed)
    if (runs !== listed) throw new Error(`${runs} runs were listed, expected ${listed}`)
  },
}

/** The 99th percentile of each trial, in ms. */
export function latencySide({ name, request }: Asking, queues: QueuedRuns): Side {
  const all = histogram()
  let stack: ControllerStack | undefined
  let n = 0
  const ask = async (of: ControllerStack, into: Histogram): Promise<void> => {
    const beganMs = performance.now()
    await request(of, n++)
    into.recordValue(Math.round((performance.now() - beganMs) * usPerMs))
  }
  return {
    name,
    prepare: async (signal, onStep = () => undefined) => {
      stack = await queues.stack(signal, onStep)
      await ask(stack, histogram())
    },
    trial: async (signal) => {
      if (stack === undefined) throw new Error('the controller does not run; prepare the side first')
      const trial = histogram()
      for (let i = 0; i < requests; i++) {
        signal.throwIfAborted()
        await ask(stack, trial)
      }
      all.add(trial)
      return p99Ms(trial)
    },
    findings: () => [
      {
        text: `${name}: ${all.totalCount} requests, p50 ${ms(all, 50)}, p99 ${ms(all, 99)}, at most ${ms(all, 100)}`,
        missed: p99Ms(all) >= latencyBarMs,
      },
    ],
    pages: () => undefined,
    // The controller is ended with the bench.
    close: async () => undefined,
  }
}

/** Of each trial, and of all of them together. */
export const latencyBarMs = 100
export const memoryBarMib = 1_024

/** The most memory that the controller ever had, in MiB. */
export function memorySide(queues: QueuedRuns): Side {
  let stack: ControllerStack | undefined
  return {
    name: 'resident memory at its peak',
    prepare: async (signal, onStep = () => undefined) => {
      stack = await queues.stack(signal, onStep)
    },
    trial: async () => statusMib(stack?.controllerPid, 'VmHWM'),
    findings: () => {
      const part = (field: string) => `${statusMib(stack?.controllerPid, field).toFixed(0)} MiB`
      const text = `the controller now: ${part('VmRSS')}, of these ${part('RssFile')} are files mapped (the store's library)`
      return [{ text, missed: false }]
    },
    pages: () => undefined,
    close: async () => undefined,
  }
}

function statusMib(pid: number | undefined, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kib = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]
  if (kib === undefined) throw new Error(`/proc/${pid}/status has no line ${field}`)
  return Number(kib) / kibPerMib
}

const histogram = (): Histogram => build({ highestTrackableValue: 60_000 * usPerMs, numberOfSignificantValueDigits: 3 })
const p99Ms = (of: Histogram): number => of.getValueAtPercentile(99) / usPerMs
const ms = (of: Histogram, percentile: number): string => `${(of.getValueAtPercentile(percentile) / usPerMs).toFixed(1)} ms`
