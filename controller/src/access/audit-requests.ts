/** Which requests the audit log has: those that change something, and those that were refused. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AuditLog } from './audit-log.ts'
import { nameOf } from './caller.ts'

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** What agents measured, not what people did. */
const otlpPrefix = '/v1/'
/** Longer paths are cut: they are nobody's id. */
const longestTarget = 512
/** The caller left before there was an answer; a number of nginx's. */
const clientLeft = 499

/** Observes every route that is added to `app` after this; the guard comes behind it. */
export function auditRequests(app: FastifyInstance, log: AuditLog): void {
  app.addHook('onRequest', (request, reply, done) => {
    const at = new Date().toISOString()
    // Not onResponse, which callers who leave do not get; what they asked for may be done all the same.
    reply.raw.once('close', () => note({ request, reply, at }, log))
    done()
  })
}

interface Answered {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly at: string
}

function note({ request, reply, at }: Answered, log: AuditLog): void {
  const status = reply.raw.headersSent ? reply.raw.statusCode : clientLeft
  const refused = status === 401 || status === 403
  const { method, routeOptions, caller } = request
  const [target = ''] = request.url.split('?', 1)
  // What readers may ask changes nothing, also where the question is too long for an address.
  const changes = changing.has(method) && routeOptions.config.scope !== 'read'
  if (!refused && (!changes || target.startsWith(otlpPrefix))) return
  log.note({
    at,
    who: nameOf(caller),
    name: caller.kind === 'token' ? caller.token.name : '',
    address: request.ip,
    action: `${method} ${routeOptions.url ?? '(none)'}`,
    target: target.slice(0, longestTarget),
    status,
    requestId: request.id,
  })
}
