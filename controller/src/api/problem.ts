/** Every answer that is not 2xx is a problem document (RFC 9457) that says what, and what to do about it. */
import { STATUS_CODES } from 'node:http'
import type { Fault, Problem } from '@ringside/contract'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { RedisUnavailableError } from '../queue/redis.ts'
import { StoreError } from '../store/store.ts'

const retryAfterSeconds = 2

export interface ProblemOptions {
  readonly faults?: readonly Fault[]
}

/** Answers with a problem. `detail` is for people. */
export function sendProblem(
  reply: FastifyReply,
  status: number,
  { detail, faults }: ProblemOptions & { detail: string },
): FastifyReply {
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...(faults === undefined ? {} : { faults }),
  }
  return reply.code(status).type('application/problem+json').send(JSON.stringify(problem))
}

/** 404 for a thing that is not in the store. */
export function sendNotFound(reply: FastifyReply, what: 'run' | 'submission', id: string): FastifyReply {
  return sendProblem(reply, 404, { detail: `no ${what} '${id}' in this store; list what there is: ringside runs` })
}

/** 404 for a span that a trace does not have. */
export function sendNoSpan(reply: FastifyReply, spanId: string, runId: string): FastifyReply {
  const detail = `no span '${spanId}' is stored in the trace of run '${runId}'; spans come between trials, and old ones are let go`
  return sendProblem(reply, 404, { detail })
}

/** 400 for a cursor that no page has given out. */
export function sendBadCursor(reply: FastifyReply, cursor: string): FastifyReply {
  const detail = `cursor is '${cursor}', expected the 'next' of the page before; leave it out to begin at the first page`
  return sendProblem(reply, 400, { detail })
}

/** Turns whatever a handler throws into a problem; only what is not the caller's doing is logged. */
export function useProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error.validation !== undefined) return sendProblem(reply, 400, { detail: `${error.message}; see the interface's schema` })
    if (error.statusCode !== undefined && error.statusCode < 500)
      return sendProblem(reply, error.statusCode, { detail: error.message })
    request.log.error({ err: error }, 'request failed')
    if (error instanceof RedisUnavailableError || (error instanceof StoreError && error.code === undefined)) {
      reply.header('retry-after', retryAfterSeconds)
      return sendProblem(reply, 503, { detail: `${error.message}; try again in ${retryAfterSeconds} s` })
    }
    return sendProblem(reply, 500, { detail: 'the controller failed at this request; its log says why' })
  })
}
