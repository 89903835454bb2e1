/** The trace of a run: the folded tree, single spans page by page, the slowest packets. */
import {
  apiPaths,
  DoorbellBucketQuery,
  DoorbellBuckets,
  OutlierList,
  RunTrace,
  SingleDoorbellQuery,
  SingleDoorbells,
  type SpanFilter,
  SpanPage,
  SpanPageQuery,
  spanFilterProperties,
} from '@ringside/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { RunReader } from '../runs/run-reader.ts'
import { doorbellBuckets, singleDoorbells } from '../store/doorbell-times.ts'
import { slowestPackets } from '../store/packet-outliers.ts'
import { placeOf } from '../store/span-cursor.ts'
import { spanPage, spansById } from '../store/span-pages.ts'
import { runTrace, spansAbove } from '../store/span-queries.ts'
import { sendBadCursor, sendNoSpan, sendNotFound } from './problem.ts'
import { type IdParams, idParams, type Services } from './services.ts'

const strict = { additionalProperties: false }
const filterQuery = Type.Object(spanFilterProperties, strict)
const outlierQuery = Type.Object(
  { ...spanFilterProperties, limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 50 }) },
  strict,
)

const config = { scope: 'read' } as const
const tags = ['traces']
const traceSchema = {
  operationId: 'getTrace',
  tags,
  summary: 'The spans of a run, doorbells folded',
  response: { 200: RunTrace },
}
const spansSchema = {
  operationId: 'listSpans',
  tags,
  summary: 'Single spans of a run, by name and time',
  response: { 200: SpanPage },
}
const aboveSchema = { operationId: 'listSpansAbove', tags, summary: 'The spans a run lies in', response: { 200: SpanPage } }
const outliersSchema = {
  operationId: 'listOutliers',
  tags,
  summary: 'The slowest packets of a run',
  response: { 200: OutlierList },
}

const spanParams = Type.Object({ ...idParams.properties, span: Type.String({ pattern: '^[0-9a-f]{16}$' }) })
interface SpanParams extends IdParams {
  readonly span: string
}
const spanSchema = { operationId: 'getSpan', tags, summary: "One span of a run's trace", response: { 200: SpanPage } }
const bucketsSchema = {
  operationId: 'countDoorbells',
  tags,
  summary: 'Doorbells of a stretch of a run, counted in equal parts of it',
  response: { 200: DoorbellBuckets },
}
const singleSchema = {
  operationId: 'listDoorbells',
  tags,
  summary: 'Single doorbells of a run from a time on, as columns',
  response: { 200: SingleDoorbells },
}

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
    { config, schema: { ...traceSchema, params: idParams, querystring: filterQuery } },
    ({ params: { id }, query }, reply) => ofRun(id, reply, (traceId) => runTrace(store, { runId: id, traceId, filter: query })),
  )

  app.get<{ Params: IdParams; Querystring: SpanPageQuery }>(
    `${apiPaths.run}/spans`,
    { config, schema: { ...spansSchema, params: idParams, querystring: SpanPageQuery } },
    ({ params: { id }, query: { limit, cursor, order, ...filter } }, reply) =>
      ofRun(id, reply, (traceId) => {
        const after = cursor === undefined ? undefined : placeOf(cursor)
        if (cursor !== undefined && after === undefined) return sendBadCursor(reply, cursor)
        return spanPage(store, { runId: id, traceId, filter, limit, after, descending: order === 'descending' })
      }),
  )

  app.get<{ Params: IdParams }>(
    `${apiPaths.run}/spans/above`,
    { config, schema: { ...aboveSchema, params: idParams } },
    ({ params: { id } }, reply) => ofRun(id, reply, (traceId) => spansAbove(store, { runId: id, traceId })),
  )

  app.get<{ Params: SpanParams }>(
    `${apiPaths.run}/spans/:span`,
    { config, schema: { ...spanSchema, params: spanParams } },
    ({ params: { id, span } }, reply) =>
      ofRun(id, reply, async (traceId) => {
        const page = await spansById(store, traceId, [span])
        return page.spans.length === 0 ? sendNoSpan(reply, span, id) : page
      }),
  )

  app.get<{ Params: IdParams; Querystring: SpanFilter & { limit: number } }>(
    `${apiPaths.run}/outliers`,
    { config, schema: { ...outliersSchema, params: idParams, querystring: outlierQuery } },
    ({ params: { id }, query: { limit, ...filter } }, reply) =>
      ofRun(id, reply, (traceId) => slowestPackets(store, { runId: id, traceId, filter }, limit)),
  )
  doorbellRoutes(app, { store, ofRun })
}

interface DoorbellServices extends Pick<TraceServices, 'store'> {
  readonly ofRun: (id: string, reply: FastifyReply, answer: (traceId: string) => unknown) => Promise<unknown>
}

function doorbellRoutes(app: FastifyInstance, { store, ofRun }: DoorbellServices): void {
  app.get<{ Params: IdParams; Querystring: DoorbellBucketQuery }>(
    `${apiPaths.run}/doorbells`,
    { config, schema: { ...bucketsSchema, params: idParams, querystring: DoorbellBucketQuery } },
    ({ params: { id }, query: { fromUnixNs, untilUnixNs, buckets, ...filter } }, reply) =>
      ofRun(id, reply, (traceId) => doorbellBuckets(store, { runId: id, traceId, filter, fromUnixNs, untilUnixNs, buckets })),
  )

  app.get<{ Params: IdParams; Querystring: SingleDoorbellQuery }>(
    `${apiPaths.run}/doorbells/single`,
    { config, schema: { ...singleSchema, params: idParams, querystring: SingleDoorbellQuery } },
    ({ params: { id }, query: { fromUnixNs, limit, ...filter } }, reply) =>
      ofRun(id, reply, (traceId) => singleDoorbells(store, { runId: id, traceId, filter, fromUnixNs, limit })),
  )
}
