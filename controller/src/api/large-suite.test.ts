import { readFileSync } from 'node:fs'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { apiPaths } from '@ringside/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firstLine, kill, spawnController, startTestStack, type TestStack } from '../queue/testing/stack.ts'

let stack: TestStack
let child: ReturnType<typeof spawnController>
let url: string
beforeAll(async () => {
  stack = await startTestStack()
  child = spawnController({ ...stack.config, logLevel: 'fatal' })
  url = (JSON.parse(await firstLine(child)) as { url: string }).url
})
afterAll(async () => {
  if (child !== undefined) await kill(child)
  await stack?.stop()
})

/** Mebibytes of the controller's memory: now, or the most so far. */
const memoryMib = (field: 'VmRSS' | 'VmHWM') =>
  Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024

interface Post {
  readonly headers: Record<string, string | number>
  /** Sent as they are taken, until there is an answer. */
  readonly bytes: number
}

function post({ headers, bytes }: Post): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const chunk = Buffer.alloc(64 * 1024, 'x')
  let sent = 0
  let answered = false
  const send = (outgoing: ClientRequest): void => {
    while (!answered && sent < bytes) {
      sent += chunk.length
      if (!outgoing.write(chunk)) return void outgoing.once('drain', () => send(outgoing))
    }
  }
  const options = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }
  const outgoing = request(`${url}${apiPaths.submissions}`, options)
  outgoing.once('response', (response) => {
    answered = true
    resolve(response)
  })
  outgoing.on('error', reject)
  outgoing.write('{"suite":"')
  send(outgoing)
  return promise
}

async function expectTooLarge(response: IncomingMessage): Promise<void> {
  expect([response.statusCode, response.headers['content-type']]).toEqual([413, expect.stringContaining('problem+json')])
  expect(JSON.parse(await text(response))).toMatchObject({ status: 413, title: 'Payload Too Large' })
}

it('a suite of 50 MB is refused by the size it tells, before it is sent', async () => {
  await expectTooLarge(await post({ headers: { 'content-length': 50_000_000 }, bytes: 0 }))
})

it('a suite that does not tell its size is refused at the limit, and what comes after it is not kept', async () => {
  const before = memoryMib('VmRSS')
  await expectTooLarge(await post({ headers: { 'transfer-encoding': 'chunked' }, bytes: 50_000_000 }))
  for (let again = 0; again < 5; again++) {
    const response = await post({ headers: { 'transfer-encoding': 'chunked' }, bytes: 50_000_000 })
    await expectTooLarge(response)
  }
  // 300 MB were offered; a controller that has just started grows by some of its own.
  expect(memoryMib('VmHWM') - before).toBeLessThan(150)
})
