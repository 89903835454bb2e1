/** GET of the audit log, page by page. */
import { AuditPage, AuditQuery, apiPaths } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { sendProblem } from '../api/problem.ts'
import type { Access } from './access.ts'

export function auditRoute(app: FastifyInstance, { auditStore, audit }: Pick<Access, 'audit' | 'auditStore'>): void {
  const options = { config: { scope: 'admin' }, schema: { querystring: AuditQuery, response: { 200: AuditPage } } } as const
  app.get<{ Querystring: AuditQuery }>(apiPaths.audit, options, async ({ query }, reply) => {
    // Whoever looks wants to see what they have just done.
    await audit.flush()
    const page = await auditStore.page(query)
    if (page !== undefined) return page
    const detail = `cursor is '${query.cursor}', expected the 'next' of the page before; leave it out to begin with the newest`
    return sendProblem(reply, 400, { detail })
  })
}
