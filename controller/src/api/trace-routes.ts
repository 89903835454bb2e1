/** The trace of a run: the folded tree, single spans page by page, the slowest packets. */
import { apiPaths, type SpanFilter, SpanPageQuery, spanFilterProperties } from '@ringside/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { RunReader } from '../runs/run-reader.ts'
import { slowestPackets } from '../store/packet-outliers.ts'
import { placeOf } from '../store/span-cursor.ts'
import { spanPage } from '../store/span-pages.ts'
import { runTrace, spansAbove } from '../store/span-queries.ts'
import { sendNotFound, sendProblem } from './problem.ts'
import { type IdParams, idParams, type Services } from './services.ts'

const read = { scope: 'read' } as const
const strict = { additionalProperties: false }
const filterQuery = Type.Object(spanFilterProperties, strict)
const outlierQuery = Type.Object(
  { ...spanFilterProperties, limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 50 }) },
  strict,
)

/** All that these routes need of the services. */
export type TraceServices = Pick<Services, 'store'> & { readonly reader: Pick<RunReader, 'traceId'> }

export function traceRoutes(app: FastifyInstance, services: TraceServices): void {
  const { store } = services
  /** What `answer` makes of the run's trace id, or that there is no such run. */
  const ofRun = async (id: string, reply: FastifyReply, answer: (traceId: string) => unknown): Promise<unknown> => {
    const traceId = await services.reader.traceId(id)
    return traceId === undefined ? sendNotFound(reply, 'run', id) : answer(traceId)
  }

  app.get<{ Params: IdParams; Querystring: SpanFilter }>(
    `${apiPaths.run}/trace`,
    { config: read, schema: { params: idParams, querystring: filterQuery } },
    ({ params: { id }, query }, reply) => ofRun(id, reply, (traceId) => runTrace(store, { runId: id, traceId, filter: query })),
  )

  app.get<{ Params: IdParams; Querystring: SpanPageQuery }>(
    `${apiPaths.run}/spans`,
    { config: read, schema: { params: idParams, querystring: SpanPageQuery } },
    ({ params: { id }, query: { limit, cursor, order, ...filter } }, reply) =>
      ofRun(id, reply, (traceId) => {
        const after = cursor === undefined ? undefined : placeOf(cursor)
        if (cursor !== undefined && after === undefined) {
          const detail = `cursor is '${cursor}', expected the 'next' of the page before; leave it out to begin at the first page`
          return sendProblem(reply, 400, { detail })
        }
        return spanPage(store, { runId: id, traceId, filter, limit, after, descending: order === 'descending' })
      }),
  )

  app.get<{ Params: IdParams }>(
    `${apiPaths.run}/spans/above`,
    { config: read, schema: { params: idParams } },
    ({ params: { id } }, reply) => ofRun(id, reply, (traceId) => spansAbove(store, { runId: id, traceId })),
  )

  app.get<{ Params: IdParams; Querystring: SpanFilter & { limit: number } }>(
    `${apiPaths.run}/outliers`,
    { config: read, schema: { params: idParams, querystring: outlierQuery } },
    ({ params: { id }, query: { limit, ...filter } }, reply) =>
      ofRun(id, reply, (traceId) => slowestPackets(store, { runId: id, traceId, filter }, limit)),
  )
}
