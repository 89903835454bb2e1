/** Runs: list, show, compare. */
import { apiPaths, type RunDetail } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { sendNotFound, sendProblem } from './problem.ts'
import { type AskedSide, compare } from './report.ts'
import { type IdParams, idParams, type Services } from './services.ts'

const defaultListed = 50
const maxListed = 1_000

const listQuery = Type.Object(
  { limit: Type.Integer({ minimum: 1, maximum: maxListed, default: defaultListed }) },
  { additionalProperties: false },
)

const side = Type.String({ pattern: '^[^:]{1,64}(:[^:]{1,64})?$', description: 'RUN or RUN:BACKEND' })
const compareQuery = Type.Object({ a: side, b: Type.Optional(side) }, { additionalProperties: false })

const read = { scope: 'read' } as const

export function runRoutes(app: FastifyInstance, services: Services): void {
  app.get<{ Querystring: { limit: number } }>(
    apiPaths.runs,
    { config: read, schema: { querystring: listQuery } },
    async ({ query }) => ({
      runs: await services.reader.list(query.limit),
    }),
  )

  const byId = { config: read, schema: { params: idParams } }
  app.get<{ Params: IdParams }>(apiPaths.run, byId, async ({ params }, reply) => {
    return (await services.reader.detail(params.id)) ?? sendNotFound(reply, 'run', params.id)
  })

  const compareOptions = { config: read, schema: { querystring: compareQuery } }
  app.get<{ Querystring: { a: string; b?: string } }>(apiPaths.comparisons, compareOptions, async ({ query }, reply) => {
    const sides: AskedSide[] = []
    for (const asked of query.b === undefined ? [query.a] : [query.a, query.b]) {
      const [id, backend] = asked.split(':') as [string, string?]
      const run: RunDetail | undefined = await services.reader.detail(id)
      if (run === undefined) return sendNotFound(reply, 'run', id)
      sides.push({ run, backend })
    }
    const outcome = compare(sides[0] as AskedSide, sides[1])
    return outcome.ok ? outcome.answer : sendProblem(reply, 422, outcome)
  })
}
