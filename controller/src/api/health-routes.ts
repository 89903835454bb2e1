/** Whether the process lives, and whether it can do its work. Cheap, and open to everybody: what asks has no token. */
import { setTimeout as sleep } from 'node:timers/promises'
import { apiPaths, Health } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { problems } from './openapi.ts'
import { sendProblem } from './problem.ts'
import type { Services } from './services.ts'

/** A part that has not answered by then is not ready, whatever it says later. */
const patienceMs = 2_000

export function healthRoutes(app: FastifyInstance, services: Pick<Services, 'store' | 'queues'>): void {
  const config = { scope: 'public', rateLimit: false } as const
  const response = { 200: Health }
  const live = { operationId: 'getHealth', tags: ['controller'], summary: 'The process lives', response }
  app.get(apiPaths.health, { config, schema: live }, async () => ({ status: 'ok' }))

  const ready = {
    operationId: 'getReadiness',
    tags: ['controller'],
    summary: 'Store and Redis answer, and the tables are up to date',
    response: { ...response, ...problems(503) },
  }
  app.get(apiPaths.readiness, { config, schema: ready }, async (_request, reply) => {
    const faults = await Promise.all([
      faultOf('the store', () => services.store.query('SELECT 1 FROM migrations LIMIT 1')),
      faultOf('Redis', () => services.queues.ping()),
    ])
    const found = faults.filter((fault) => fault !== undefined)
    if (found.length === 0) return { status: 'ok' }
    reply.header('retry-after', '2')
    return sendProblem(reply, 503, { detail: `${found.join('; ')}; what is out of reach is tried again all the while` })
  })
}

/** What keeps a part from its work; undefined where nothing does. */
async function faultOf(part: string, ask: () => Promise<unknown>): Promise<string | undefined> {
  const waiting = new AbortController()
  const late = sleep(patienceMs, `${part} has not answered within ${patienceMs} ms`, { signal: waiting.signal })
  try {
    return await Promise.race([ask().then(() => undefined), late])
  } catch (error) {
    return `${part} does not answer (${(error as Error).message})`
  } finally {
    late.catch(() => undefined)
    waiting.abort()
  }
}
