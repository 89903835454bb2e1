/** Who may do what: tokens, their scopes, and the log of what was done with them. */
import { type Static, Type } from 'typebox'

/**
 * What a token opens. `read`: look at everything. `run`: submit and cancel too. `agent`: be the agent of one host, which
 * means its queue and the receiver of spans, and nothing else. `admin`: everything.
 */
export const Scope = Type.Union([Type.Literal('read'), Type.Literal('run'), Type.Literal('agent'), Type.Literal('admin')])
export type Scope = Static<typeof Scope>
export const scopes = ['read', 'run', 'agent', 'admin'] as const satisfies readonly Scope[]

/** What a route needs: a scope, or nothing at all. */
export type RouteScope = Scope | 'public'

/** Of a token, where its request says nothing: a forgotten one ends by itself. */
export const defaultTokenLifetimeMs = 90 * 86_400_000
const longestTokenLifetimeMs = 3_650 * 86_400_000

export const CreateTokenRequest = Type.Object(
  {
    /** For people, in any script. */
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\p{Cc}]+$' }),
    scopes: Type.Array(Scope, { minItems: 1, maxItems: scopes.length, uniqueItems: true }),
    /** Id of the host of an agent's token; of no other. */
    host: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$' })),
    /** From now on; 0: it does not expire. */
    expiresInMs: Type.Integer({ minimum: 0, maximum: longestTokenLifetimeMs, default: defaultTokenLifetimeMs }),
  },
  { additionalProperties: false },
)
export type CreateTokenRequest = Static<typeof CreateTokenRequest>

/** All that is told of a token: never its secret. Times are ISO 8601. */
export const TokenInfo = Type.Object({
  /** 10 characters, the part of the token behind `rs_`. */
  id: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Scope),
  host: Type.Optional(Type.String()),
  state: Type.Union([Type.Literal('valid'), Type.Literal('expired'), Type.Literal('revoked')]),
  createdAt: Type.String(),
  /** Id of the token it was made with, or `open`, or `bootstrap`. */
  createdBy: Type.String(),
  expiresAt: Type.Optional(Type.String()),
  revokedAt: Type.Optional(Type.String()),
  revokedBy: Type.Optional(Type.String()),
  /** To the minute. */
  lastUsedAt: Type.Optional(Type.String()),
})
export type TokenInfo = Static<typeof TokenInfo>

export const CreatedToken = Type.Object({
  /** The token itself, told this once: `rs_ID_SECRET`. */
  token: Type.String(),
  info: TokenInfo,
  /** Of an agent's token: user of Redis, whose password is the token's SECRET. */
  redisUser: Type.Optional(Type.String()),
})
export type CreatedToken = Static<typeof CreatedToken>

/** One line of the audit log: a request that changed something, or one that was refused. */
export const AuditEntry = Type.Object({
  id: Type.String(),
  /** ISO 8601. */
  at: Type.String(),
  /** Id of the caller's token, `open` where none is asked for, `nobody` where it was not valid. */
  who: Type.String(),
  /** Name of the token; "" without one. */
  name: Type.String(),
  /** Address the request came from. */
  address: Type.String(),
  /** Method and route: `DELETE /api/v1/tokens/:id`. */
  action: Type.String(),
  /** Path of the request, without its query: `/api/v1/tokens/7k2m9q4x1c`. */
  target: Type.String(),
  /** HTTP status of the answer; 499 where the caller left before there was one. */
  status: Type.Integer(),
  requestId: Type.String(),
  /** Above 1 where the same refusal was repeated within a minute. */
  count: Type.Integer(),
})
export type AuditEntry = Static<typeof AuditEntry>

export const AuditQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
    /** `next` of the page before. */
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    /** Only what this caller did. */
    who: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  { additionalProperties: false },
)
export type AuditQuery = Static<typeof AuditQuery>

/** Newest first. */
export const AuditPage = Type.Object({
  entries: Type.Array(AuditEntry),
  /** Where the next page begins; absent on the last one. */
  next: Type.Optional(Type.String()),
})
export type AuditPage = Static<typeof AuditPage>

const tokenPattern = /^rs_([0-9a-hjkmnp-tv-z]{10})_([A-Za-z0-9_-]{43})$/

/** The parts of a token; undefined for what is none. */
export function tokenParts(text: string): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = tokenPattern.exec(text) ?? []
  return id === undefined || secret === undefined ? undefined : { id, secret }
}

/** The user of Redis that an agent's token is. */
export const redisUserOf = (tokenId: string): string => `${redisUserPrefix}${tokenId}`
export const redisUserPrefix = 'ringside-agent-'
