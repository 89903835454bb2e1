/** The receiver's process is killed between an insert and its answer; the sender sends again what was not answered. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import fastify from 'fastify'
import { afterAll, expect, it } from 'vitest'
import { openChdbStore } from '../store/chdb-store.ts'
import type { Store } from '../store/store.ts'
import { otlpReceiver } from './receiver.ts'
import { namesBySignal, requestsBySignal, type SignalName } from './testing/signals.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-killed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const program = new URL('testing/receive-forever.ts', import.meta.url).pathname
const signals = Object.keys(requestsBySignal) as SignalName[]

/** Receives from number `first` on until each signal was answered `count` times, then dies. The last numbers answered. */
async function receiveAndDie(first: number, count: number): Promise<Record<SignalName, number>> {
  const child = spawn(process.execPath, [program, folder, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const last = { traces: first - 1, metrics: first - 1, logs: first - 1 }
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [signal, number] = line.split(' ')
    last[signal as SignalName] = Number(number)
    if (signals.every((name) => last[name] >= first - 1 + count)) child.kill('SIGKILL')
  })
  await once(child, 'close')
  return last
}

async function sendAgain(store: Store, signal: SignalName, numbers: readonly number[]): Promise<void> {
  const app = fastify()
  await app.register(otlpReceiver, { store, maxBodyBytes: 1e6, maxBytesInFlight: 1e7 })
  for (const number of numbers) {
    const payload = requestsBySignal[signal](`item ${number}`)
    const headers = { 'content-type': 'application/json' }
    const answer = await app.inject({ method: 'POST', url: `/v1/${signal}`, headers, payload })
    expect(answer.statusCode).toBe(200)
  }
  await app.close()
}

it('has every item of every signal exactly once after its process was killed and what was not answered was sent again', async () => {
  let first = 1
  for (let round = 0; round < 3; round++) {
    const last = await receiveAndDie(first, 12)
    const store = await openChdbStore({ path: folder })
    // Until all signals are at the same number, what was answered last once more included.
    const next = Math.max(...Object.values(last)) + 1
    for (const signal of signals) {
      const begin = Math.max(1, last[signal] - 1)
      const numbers = Array.from({ length: next - begin + 1 }, (_, i) => begin + i)
      await sendAgain(store, signal, numbers)
      const { table, column } = namesBySignal[signal]
      const rows = await store.query<{ name: string; n: string }>(
        `SELECT ${column} AS name, count() AS n FROM ${table} GROUP BY name ORDER BY length(name), name`,
      )
      expect(rows).toEqual(Array.from({ length: next }, (_, i) => ({ name: `item ${i + 1}`, n: '1' })))
    }
    await store.close()
    first = next + 1
  }
}, 60_000)
