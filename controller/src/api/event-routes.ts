/** Streams of events: of one submission until all its runs have ended, and of all runs. */
import { apiPaths, EventQuery, type RunSummary } from '@ringside/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type EventStreamOptions, streamEvents } from './events.ts'
import { sendNotFound } from './problem.ts'
import { type IdParams, idParams, type Services } from './services.ts'

const config = { scope: 'read' } as const
const tags = ['events']
const stream = { description: 'Server-sent events', content: { 'text/event-stream': { schema: Type.String() } } }
const headers = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({ maxLength: 64, description: 'Id of the last event that was seen, to be told what came after it' }),
  ),
})

export function eventRoutes(app: FastifyInstance, services: Services): void {
  const { life, reader, changes } = services
  const ofSubmission = {
    operationId: 'followSubmission',
    tags,
    summary: 'Every change of the runs of a submission',
    description: '`run` with a RunSummary: each run as it stands, then at every change. `end` when all runs have ended.',
    params: idParams,
    headers,
    response: { 200: stream },
  }
  const options = { config, schema: ofSubmission, exposeHeadRoute: false }
  app.get<{ Params: IdParams }>(`${apiPaths.submission}/events`, options, async (request, reply) => {
    const { id } = request.params
    if ((await reader.submission(id)) === undefined) return sendNotFound(reply, 'submission', id)
    return hijacked(request, reply, {
      changes,
      wanted: ({ submissionId }) => submissionId === id,
      current: async () => (await reader.submission(id))?.runs ?? [],
      unfinished: (runId) => life.live.get(runId) !== undefined,
    })
  })

  const ofAll = {
    operationId: 'followRuns',
    tags,
    summary: 'Every change of all runs',
    description:
      '`run` with a RunSummary: each run that an agent has, as it stands, then at every change of any run. Does not end. ' +
      'What is queued comes first only where `state` asks for it.',
    querystring: EventQuery,
    headers,
    response: { 200: stream },
  }
  const filtered = { config, schema: ofAll, exposeHeadRoute: false }
  app.get<{ Querystring: EventQuery }>(apiPaths.events, filtered, async (request, reply) => {
    const wanted = filterOf(request.query)
    const queued = request.query.state?.includes('queued') ?? false
    return hijacked(request, reply, {
      changes,
      wanted,
      current: async () => {
        const runs = [...life.live.all()].map(({ record }) => reader.summary(record))
        return runs.filter((run) => (queued || run.state !== 'queued') && wanted(run))
      },
    })
  })
}

async function hijacked(
  request: FastifyRequest,
  reply: FastifyReply,
  options: Omit<EventStreamOptions, 'response' | 'lastEventId'>,
): Promise<FastifyReply> {
  reply.hijack()
  const lastEventId = request.headers['last-event-id']
  await streamEvents({
    ...options,
    response: reply.raw,
    lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
  })
  return reply
}

const filterOf =
  ({ state, suite, host, submission }: EventQuery) =>
  (run: RunSummary): boolean =>
    (state === undefined || state.includes(run.state)) &&
    (suite === undefined || run.suite === suite) &&
    (host === undefined || run.host === host) &&
    (submission === undefined || run.submissionId === submission)
