/** Every service, in every phase of a run, killed, stopped and with a full disk. */
import { leaseKey } from '@ringside/contract'
import { afterAll, describe, expect, test } from 'vitest'
import { type Cell, cells, nameOf, type Outcome } from '../cells.ts'
import { until } from '../stack/api.ts'
import { laterSuite, type Reached, reach } from '../stack/reach.ts'
import { type Stack, startStack } from '../stack/stack.ts'
import { storedOf } from '../stack/stored.ts'
import { strike } from '../stack/strike.ts'
import { type Seen, writeTable } from '../table.ts'

/** For a run to end, and for a later one to succeed, once the fault is over. */
const settleMs = 120_000

/** An outage is told of every now and then, not as fast as it can be noticed. */
const logLinesMost = 1_000

const seen: Seen[] = []

describe.concurrent('a run ends, its result is stored once, and the host works on', () => {
  for (const [index, cell] of cells.entries()) {
    test(nameOf(cell), async () => {
      const stack = await startStack(cell, index)
      try {
        const reached = await reach(cell, stack)
        await strike(cell, stack, reached.letGo)
        const beganMs = performance.now()
        const outcome = await outcomeOf(stack, reached)
        const sight: Seen = { cell, outcome, afterMs: performance.now() - beganMs, held: false }
        seen.push(sight)
        expect(cell.allowed).toContain(outcome)
        await hostIsFree(stack)
        await laterRunSucceeds(stack)
        if (comesTooLate(cell)) await refused(stack, reached)
        await storedOnce(stack, reached, outcome)
        expect(stack.logLines(), 'lines that a service wrote, at most').toBeLessThan(logLinesMost)
        sight.held = true
      } catch (error) {
        if (error instanceof Error) error.message += `\n${stack.logs()}`
        throw error
      } finally {
        await stack.close()
      }
    })
  }
})

afterAll(() => writeTable(seen))

/** A failure has a cause and says what happened. */
async function outcomeOf({ api }: Stack, { runId }: Reached): Promise<Outcome> {
  const { state, failure, attempts } = await api.ended(runId, settleMs)
  expect(attempts.length, 'attempts at a run that is not to be repeated').toBeLessThanOrEqual(1)
  if (state === 'succeeded') return 'succeeded'
  expect(failure?.message).toMatch(/\S/)
  return failure?.cause ?? 'benchmark'
}

async function hostIsFree({ redis, queue, host }: Stack): Promise<void> {
  await until('no host is leased and no job is left', settleMs, async () => {
    const counts = await queue.getJobCounts()
    const jobs = Object.values(counts).reduce((sum, count) => sum + count, 0)
    return jobs === 0 && (await redis.exists(leaseKey(host))) === 0
  })
}

async function laterRunSucceeds(stack: Stack): Promise<void> {
  const { api, host } = stack
  await api.registered(host, settleMs)
  const later = await api.ended(await api.submit(laterSuite(host)), settleMs)
  expect(later, JSON.stringify(later.failure)).toMatchObject({ state: 'succeeded' })
  await hostIsFree(stack)
}

/** An agent that had the host, slept too long and wakes. */
const comesTooLate = ({ service, phase, fault }: Cell): boolean =>
  service === 'agent' && fault === 'stop for 60 s' && (phase === 'running' || phase === 'exporting')

async function refused({ api }: Stack, { runId }: Reached): Promise<void> {
  await until('the result that came too late is told of', settleMs, async () => {
    const { attempts } = await api.run(runId)
    return attempts[0]?.refusedAt !== undefined
  })
}

async function storedOnce(stack: Stack, { runId, suite }: Reached, outcome: Outcome): Promise<void> {
  const stored = await storedOf(await stack.settleStore(), runId)
  const ok = outcome === 'succeeded'
  const trials = ok ? suite.run.trials : 0
  expect(stored).toMatchObject({ runs: 1, state: ok ? 'succeeded' : 'failed', trials, runSpans: 1 })
  expect(stored.queueCounters, 'rows of queues, each once').toBe(stored.distinctQueueCounters)
  if (ok) expect(stored.queueCounters).toBeGreaterThan(0)
  expect(stored.executeSpans, 'times it was measured').toBeLessThanOrEqual(1)
}
