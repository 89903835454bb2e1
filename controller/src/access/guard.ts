/**
 * Looks at every request before its body is read: who makes it, and whether they may. A route says what it needs as
 * `config: { scope }`; one that says nothing needs `admin`. Source: RFC 6750, "Bearer Token Usage".
 */
import type { RouteScope } from '@ringside/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { allows, type Caller, speaksFor } from './caller.ts'
import { foreignFault } from './local-request.ts'
import { RefusedError } from './refused-error.ts'
import type { TokenCheck, Tokens } from './tokens.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller's token must open. `public`: no token is asked for. */
    readonly scope?: RouteScope
  }
  interface FastifyRequest {
    /** Known from the guard on. */
    caller: Caller
  }
}

/** `open`: whoever reaches this controller may do everything, which only this machine can. `tokens`: everybody shows a token. */
export type AccessMode = 'open' | 'tokens'

export interface GuardOptions {
  readonly mode: AccessMode
  readonly tokens: Pick<Tokens, 'check'>
}

/** Guards every route that is added to `app` after this. */
export function guard(app: FastifyInstance, { mode, tokens }: GuardOptions): void {
  app.decorateRequest('caller')
  app.addHook('onRequest', (request, reply, done) => {
    request.caller = mode === 'open' ? { kind: 'open' } : { kind: 'nobody' }
    try {
      if (mode === 'open') refuseForeign(request)
      else request.caller = checked(request, reply, tokens)
      done()
    } catch (error) {
      done(error as Error)
    }
  })
}

/** What a route needs. Unknown addresses are told so without a token: there is nothing behind them. */
export function scopeOf({ is404, routeOptions }: FastifyRequest): RouteScope {
  return is404 ? 'public' : (routeOptions.config.scope ?? 'admin')
}

/** For handlers of agents' routes whose host is not in the path: throws {@link RefusedError} unless the host is the caller's. */
export function requireOwnHost({ caller }: FastifyRequest, hostId: string): void {
  if (speaksFor(caller, hostId)) return
  throw new RefusedError(
    403,
    `this belongs to the host '${hostId}', and the token to another one; use the token of that host's agent`,
  )
}

function refuseForeign(request: FastifyRequest): void {
  const fault = scopeOf(request) === 'public' ? undefined : foreignFault(request.headers)
  if (fault !== undefined) throw new RefusedError(403, fault)
}

function checked(request: FastifyRequest, reply: FastifyReply, tokens: GuardOptions['tokens']): Caller {
  const needed = scopeOf(request)
  if (needed === 'public') return { kind: 'nobody' }
  const { authorization } = request.headers
  if (authorization === undefined) throw unauthorized(reply, 'no token was shown', '')
  const [, text] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  const check: TokenCheck = text === undefined ? { ok: false, why: 'malformed' } : tokens.check(text)
  if (!check.ok) throw unauthorized(reply, faultOf(check), ', error="invalid_token"')
  // Also where the request is refused now: the log has to say who was refused.
  const caller: Caller = { kind: 'token', token: check.token }
  request.caller = caller
  if (!allows(check.token.scopes, needed)) throw insufficient(reply, check.token.scopes, needed)
  const { host } = request.params as { readonly host?: string }
  if (needed === 'agent' && host !== undefined) requireOwnHost(request, host)
  return caller
}

const howToShow = 'show one as: Authorization: Bearer rs_...; who has an admin token makes them: ringside token create'

function unauthorized(reply: FastifyReply, what: string, challenge: string): RefusedError {
  reply.header('www-authenticate', `Bearer realm="ringside"${challenge}`)
  return new RefusedError(401, `${what}; ${howToShow}`)
}

function insufficient(reply: FastifyReply, scopes: readonly string[], needed: RouteScope): RefusedError {
  reply.header('www-authenticate', `Bearer realm="ringside", error="insufficient_scope", scope="${needed}"`)
  return new RefusedError(
    403,
    `the token has the scope ${scopes.join(', ')}, expected ${needed}; who has an admin token makes another: ringside token create`,
  )
}

/** Whether an id exists is told only to who has its secret. */
function faultOf(check: TokenCheck & { ok: false }): string {
  switch (check.why) {
    case 'malformed':
      return "what was shown is no token, expected 'Bearer ' and rs_, 10 characters, _ and 43 characters"
    case 'unknown':
      return 'the token is not one of this controller'
    case 'expired':
      return `the token expired at ${new Date(check.token.expiresAtMs ?? 0).toISOString()}`
    case 'revoked':
      return `the token was revoked at ${new Date(check.token.revokedAtMs ?? 0).toISOString()}`
  }
}
