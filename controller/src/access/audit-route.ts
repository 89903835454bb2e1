/** GET of the audit log, page by page. */
import { AuditPage, AuditQuery, apiPaths } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { sendBadCursor } from '../api/problem.ts'
import type { Services } from '../api/services.ts'

export function auditRoute(app: FastifyInstance, services: Pick<Services, 'access'>): void {
  const options = {
    config: { scope: 'admin' },
    schema: {
      operationId: 'listAudit',
      summary: 'Who changed what, and who was refused',
      querystring: AuditQuery,
      response: { 200: AuditPage },
    },
  } as const
  app.get<{ Querystring: AuditQuery }>(apiPaths.audit, options, async ({ query }, reply) => {
    const { audit, auditStore } = services.access
    // Whoever looks wants to see what they have just done.
    await audit.flush()
    const page = await auditStore.page(query)
    if (page !== undefined) return page
    return sendBadCursor(reply, query.cursor ?? '')
  })
}
