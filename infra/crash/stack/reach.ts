/** Brings a run to a phase and keeps it there. No hooks in the services: what lies between them is held back. */
import { type HostLease, leaseKey, type RunProgress } from '@ringside/contract'
import type { Cell } from '../cells.ts'
import { until } from './api.ts'
import type { Stack } from './stack.ts'

/** For a phase to be reached on a busy machine. */
const limitMs = 60_000

/** Of each trial of a run that is to be met while it runs, on a busy machine too. */
const runningMs = 2_000

export interface Reached {
  readonly runId: string
  readonly suite: CrashSuite
  /** Lets the run go on. Waits for Redis where it is away. */
  letGo(): Promise<void>
}

export interface CrashSuite {
  readonly run: { readonly trials: number }
}

/** One backend that sleeps and sends little: many stacks share the machine. */
const suiteOf = (host: string, trials: number, durationMs = 700): CrashSuite =>
  ({
    apiVersion: 'ringside/v1',
    kind: 'Suite',
    name: 'crash',
    host,
    backends: [{ name: 'emulated', kind: 'emulated', doorbell: 'eventfd', device: 'sleeping' }],
    workloads: [{ kind: 'latency', rate: '2kpps' }],
    matrix: { frame: [64] },
    run: { warmup: '10ms', duration: `${durationMs}ms`, trials },
  }) as CrashSuite

/** A suite that shows that the host works. */
export const laterSuite = (host: string): CrashSuite => suiteOf(host, 1)

const nothing = async (): Promise<void> => undefined

/** Resolves when the run is in the cell's phase. */
export async function reach({ service, phase, fault }: Cell, stack: Stack): Promise<Reached> {
  // Spans go to the receiver between trials: with a single one, the first request is also the last.
  const suite =
    phase === 'exporting' ? suiteOf(stack.host, 1) : suiteOf(stack.host, 3, phase === 'running' ? runningMs : undefined)
  const submit = () => stack.api.submit(suite)
  switch (phase) {
    case 'waiting':
      return { suite, ...(await waiting(stack, submit)) }
    case 'set-up':
      return { suite, ...(await settingUp(stack, submit)) }
    case 'running':
      return { suite, ...(await running(stack, submit)) }
    case 'exporting':
      return { suite, ...(await exporting(stack, submit)) }
    case 'storing':
      return { suite, ...(await (service === 'controller' && fault === 'full disk' ? delivered : storing)(stack, submit)) }
  }
}

type Reaching = (stack: Stack, submit: () => Promise<string>) => Promise<Omit<Reached, 'suite'>>

/** The queue gives nothing away. */
const waiting: Reaching = async ({ queue }, submit) => {
  await queue.pause()
  const runId = await submit()
  return { runId, letGo: () => queue.resume() }
}

/** Someone else has the host's lease, so the agent has the run and waits. */
const settingUp: Reaching = async ({ redis, host, queue }, submit) => {
  const lease: HostLease = {
    agentId: 'a-someone',
    pid: 1,
    token: 0,
    runId: 'r-other',
    attempt: 1,
    since: new Date().toISOString(),
  }
  await redis.set(leaseKey(host), JSON.stringify(lease))
  const runId = await submit()
  await until(`run ${runId} is claimed`, limitMs, async () => (await progressOf(queue, runId))?.state === 'claimed')
  return { runId, letGo: async () => void (await redis.del(leaseKey(host))) }
}

const running: Reaching = async ({ queue }, submit) => {
  const runId = await submit()
  await until(`run ${runId} is running`, limitMs, async () => (await progressOf(queue, runId))?.state === 'running')
  return { runId, letGo: nothing }
}

/** The agent's spans are on their way. */
const exporting: Reaching = async ({ exports }, submit) => {
  const held = exports.hold(({ url }) => url.startsWith('/v1/traces'))
  const runId = await submit()
  await within(held, 'spans of the run are sent')
  return { runId, letGo: async () => exports.letGo() }
}

/** The controller stores the result. */
const storing: Reaching = async ({ inserts }, submit) => {
  const held = inserts.hold(({ url, body }) => `${url} ${body.subarray(0, 200)}`.includes('INSERT INTO trials'))
  const runId = await submit()
  await within(held, 'the trials of the run are stored')
  return { runId, letGo: async () => inserts.letGo() }
}

/** The result is in Redis and nobody has fetched it: the controller will, as soon as it goes on. */
const delivered: Reaching = async ({ queue, services }, submit) => {
  const runId = await submit()
  await until(`run ${runId} is running`, limitMs, async () => (await progressOf(queue, runId))?.state === 'running')
  services.controller?.freeze()
  // After the agent has given up on the receiver, which stands still as well.
  await until(`run ${runId} is delivered`, 2 * limitMs, async () => (await queue.getCompletedCount()) > 0)
  return { runId, letGo: async () => services.controller?.thaw() }
}

async function progressOf(queue: Stack['queue'], runId: string): Promise<RunProgress | undefined> {
  const job = await queue.getJob(runId)
  return job?.progress as RunProgress | undefined
}

function within(reached: Promise<void>, what: string): Promise<void> {
  let is = false
  reached.then(() => {
    is = true
  })
  return until(what, limitMs, async () => is)
}
