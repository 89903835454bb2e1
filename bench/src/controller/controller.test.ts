/** Both sides of every case on a small scale: that they do the work, not how fast. */
import { expect, test } from 'vitest'
import type { Side } from '../side.ts'
import { apiServers, bareRouteSide, controllerRouteSide } from './api.ts'
import { fullQueues, latencySide, listing, memorySide, submitting } from './queued.ts'
import { bareJobsSide, storedRunsSide } from './runs.ts'

const never = new AbortController().signal

async function trialOf(side: Side): Promise<number> {
  try {
    await side.prepare(never)
    return await side.trial(never)
  } finally {
    await side.close()
  }
}

test('every run that is submitted is stored, and every bare job is moved', async () => {
  const load = { agents: 3, runsPerHost: 2 }
  expect(await trialOf(storedRunsSide(load))).toBeGreaterThan(0)
  expect(await trialOf(bareJobsSide(load))).toBeGreaterThan(0)
})

test('a controller with queued runs takes more of them, lists them, and has a size', async () => {
  const queues = fullQueues(1_000)
  try {
    expect(await trialOf(latencySide(submitting, queues))).toBeGreaterThan(0)
    expect(await trialOf(latencySide(listing, queues))).toBeGreaterThan(0)
    expect(await trialOf(memorySide(queues))).toBeGreaterThan(50)
  } finally {
    await queues.close()
  }
})

test('the bare route sends what the controller answers', async () => {
  const servers = apiServers()
  try {
    expect(await trialOf(controllerRouteSide('hosts', servers))).toBeGreaterThan(0)
    expect(await trialOf(bareRouteSide('hosts', servers))).toBeGreaterThan(0)
  } finally {
    await servers.close()
  }
})
