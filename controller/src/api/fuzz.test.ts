/** Requests made up from the controller's own OpenAPI document. RINGSIDE_FUZZ_RUNS: how many of each operation. */

import { once } from 'node:events'
import { Agent, request as httpRequest } from 'node:http'
import { apiPaths } from '@ringside/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAgent } from '../queue/testing/agent.ts'
import { resultOf } from '../queue/testing/result.ts'
import { follow, get, startTestStack, submit, type TestStack, testSuite } from '../queue/testing/stack.ts'
import { type Controller, startController } from '../start-controller.ts'
import { openapiDocument } from './document.ts'
import { type MadeUpRequest, requestOf } from './testing/arbitrary-request.ts'
import { type Answer, Described, type Operation } from './testing/described.ts'

const runs = Number(process.env.RINGSIDE_FUZZ_RUNS ?? 25)
const host = 'bench-1'

let stack: TestStack
let controller: Controller
let ids: string[]
const connections = new Agent({ keepAlive: true })
const described = new Described((await openapiDocument()) as never)

beforeAll(async () => {
  stack = await startTestStack()
  controller = await startController({ ...stack.config, maxRequestsPerMinute: 1e9 })
  const agent = await startTestAgent({
    redisUrl: stack.redis.url,
    host,
    execute: async (job) => resultOf(job.data.id, ['a', 'b'], job.data.trials),
  })
  const done = (await submit(controller.url, testSuite)).body
  await follow(controller.url, done.id)
  await agent.stop()
  const waiting = (await submit(controller.url, testSuite)).body
  ids = [done, waiting].flatMap(({ id, runs: [run] }) => [id, run?.id ?? ''])
})
afterAll(async () => {
  connections.destroy()
  await controller?.close()
  await stack?.stop()
})

/** Sends bytes as they are: an ordinary client would mend or refuse much of it. */
async function answerTo({ method }: Operation, { url, headers, body }: MadeUpRequest): Promise<Answer> {
  const request = httpRequest(`${controller.url}/`, { method, path: url, headers, agent: connections })
  request.end(body)
  const [response] = await once(request, 'response')
  const contentType = String(response.headers['content-type'] ?? '')
  const status = Number(response.statusCode)
  // A stream of events goes on; that it began is all there is to know.
  if (contentType.startsWith('text/event-stream')) {
    request.destroy()
    return { status, contentType, text: '' }
  }
  return { status, contentType, text: Buffer.concat(await response.toArray()).toString() }
}

it('is described by the document it serves', async () => {
  expect((await get(`${controller.url}${apiPaths.openapi}`)).body).toEqual(await openapiDocument())
})

describe('whatever it is asked, it answers as it says, and never that it failed:', () => {
  it.each(described.operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s',
    async (_name, operation) => {
      const property = fc.asyncProperty(requestOf(operation, described, ids), async (request) => {
        expect(described.faultOf(operation, await answerTo(operation, request))).toBeUndefined()
      })
      await fc.assert(property, { numRuns: runs, interruptAfterTimeLimit: 50_000 })
    },
  )
})
