/** Ending runs before their time. */
import { apiPaths, CancelAnswer, CancelRequest } from '@ringside/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { nameOf } from '../access/caller.ts'
import { cancelRun, cancelSubmission } from '../queue/cancel.ts'
import type { Cancellation } from '../runs/cancellation.ts'
import { problems } from './openapi.ts'
import { sendNotFound, sendProblem } from './problem.ts'
import { type IdParams, idParams, type Services } from './services.ts'

const runSchema = { operationId: 'cancelRun', tags: ['runs'], summary: 'End a run before its time' }
const submissionSchema = {
  operationId: 'cancelSubmission',
  tags: ['submissions'],
  summary: 'End all unfinished runs of a submission',
}

type Cancel = { readonly Params: IdParams; readonly Body: CancelRequest }

export function cancelRoutes(app: FastifyInstance, services: Services): void {
  const config = { scope: 'run' } as const
  const schema = { params: idParams, body: CancelRequest, response: { 202: CancelAnswer, ...problems(409) } }

  app.post<Cancel>(`${apiPaths.run}/cancel`, { config, schema: { ...runSchema, ...schema } }, async (request, reply) => {
    const { id } = request.params
    if (await cancelRun(id, cancellationOf(request), services)) return reply.code(202).send({ cancelled: 1 })
    const run = await services.reader.detail(id)
    if (run === undefined) return sendNotFound(reply, 'run', id)
    return sendProblem(reply, 409, { detail: `run ${id} is over: it ${run.state}; only unfinished runs can be cancelled` })
  })

  app.post<Cancel>(
    `${apiPaths.submission}/cancel`,
    { config, schema: { ...submissionSchema, ...schema } },
    async (request, reply) => {
      const { id } = request.params
      const cancelled = await cancelSubmission(id, cancellationOf(request), services)
      if (cancelled > 0) return reply.code(202).send({ cancelled })
      if ((await services.reader.submission(id)) === undefined) return sendNotFound(reply, 'submission', id)
      return sendProblem(reply, 409, { detail: `submission ${id} is over: all its runs have ended` })
    },
  )
}

const cancellationOf = (request: FastifyRequest<Cancel>): Cancellation => ({
  cause: 'cancelled',
  by: nameOf(request.caller),
  reason: request.body.reason ?? 'no reason given',
})
