/** What the controller says of itself, for Prometheus. */
import { apiPaths } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { sendProblem } from './problem.ts'

/** Prometheus' text format, version 0.0.4. */
const mediaType = 'text/plain; version=0.0.4; charset=utf-8'

export function metricsRoute(app: FastifyInstance, telemetry: Telemetry): void {
  app.get(apiPaths.metrics, { config: { scope: 'read' } }, async (_request, reply) => {
    const text = await telemetry.prometheusText()
    if (text !== undefined) return reply.type(mediaType).send(text)
    return sendProblem(reply, 404, {
      detail: 'OTEL_SDK_DISABLED is true, so there are no metrics; start the controller without it',
    })
  })
}
