/** What the controller says of itself, for Prometheus. */
import { apiPaths } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { problems } from './openapi.ts'
import { sendProblem } from './problem.ts'
import type { Services } from './services.ts'

/** Prometheus' text format, version 0.0.4. */
const mediaType = 'text/plain; version=0.0.4; charset=utf-8'

export function metricsRoute(app: FastifyInstance, services: Pick<Services, 'telemetry'>): void {
  const schema = {
    operationId: 'getMetrics',
    tags: ['controller'],
    summary: "The controller's figures in Prometheus' text format",
    response: { 200: { description: 'Metrics', content: { 'text/plain': { schema: { type: 'string' } } } }, ...problems(404) },
  }
  app.get(apiPaths.metrics, { config: { scope: 'read', rateLimit: false }, schema }, async (_request, reply) => {
    const text = await services.telemetry.prometheusText()
    if (text !== undefined) return reply.type(mediaType).send(text)
    return sendProblem(reply, 404, {
      detail: 'OTEL_SDK_DISABLED is true, so there are no metrics; start the controller without it',
    })
  })
}
