/** Runs: list, show, compare. */
import { apiPaths, CompareAnswer, RunDetail, RunListQuery, RunPage } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { placeOf } from '../runs/list-cursor.ts'
import { runPage } from '../runs/run-pages.ts'
import { problems } from './openapi.ts'
import { sendBadCursor, sendNotFound, sendProblem } from './problem.ts'
import { RecentAnswers } from './recent-answers.ts'
import { type AskedSide, compare } from './report.ts'
import { type IdParams, idParams, type Services } from './services.ts'

const read = { scope: 'read' } as const
const tags = ['runs']

const side = Type.String({ pattern: '^[^:]{1,64}(:[^:]{1,64})?$', description: 'RUN or RUN:BACKEND' })
const compareQuery = Type.Object({ a: side, b: Type.Optional(side) }, { additionalProperties: false })

export function runRoutes(app: FastifyInstance, services: Services): void {
  listRoute(app, services)

  const show = { operationId: 'getRun', tags, summary: 'A run in full', params: idParams, response: { 200: RunDetail } }
  app.get<{ Params: IdParams }>(apiPaths.run, { config: read, schema: show }, async ({ params }, reply) => {
    return (await services.reader.detail(params.id)) ?? sendNotFound(reply, 'run', params.id)
  })

  const comparison = {
    operationId: 'compareRuns',
    tags,
    summary: 'Which is faster, by how much, and how sure that is',
    querystring: compareQuery,
    response: { 200: CompareAnswer, ...problems(404, 422) },
  }
  const options = { config: read, schema: comparison }
  app.get<{ Querystring: Static<typeof compareQuery> }>(apiPaths.comparisons, options, async ({ query }, reply) => {
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

function listRoute(app: FastifyInstance, services: Services): void {
  const { store, reader, life } = services
  const recent = new RecentAnswers(() => services.changes.latest)
  const schema = {
    operationId: 'listRuns',
    tags,
    summary: 'Runs, newest first',
    querystring: RunListQuery,
    response: { 200: RunPage },
  }
  app.get<{ Querystring: RunListQuery }>(apiPaths.runs, { config: read, schema }, async ({ query, url }, reply) => {
    const { cursor, ...asked } = query
    const after = cursor === undefined ? undefined : placeOf(cursor)
    if (cursor !== undefined && after === undefined) return sendBadCursor(reply, cursor)
    const text = await recent.get(url, async () => {
      const { items, ...rest } = await runPage(store, { query: asked, after }, () => life.live.underWay())
      return JSON.stringify({ runs: items.map((record) => reader.summary(record)), ...rest })
    })
    return reply.type('application/json').send(text)
  })
}
