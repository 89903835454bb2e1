/** Who may do what: tokens, their scopes, and the log of what was done with them. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'

/**
 * What a token opens. `read`: look at everything. `run`: submit and cancel too. `agent`: be the agent of one host, which
 * means its queue and the receiver of spans, and nothing else. `admin`: everything.
 */
export const Scope = Type.Union([Type.Literal('read'), Type.Literal('run'), Type.Literal('agent'), Type.Literal('admin')], {
  title: 'Scope',
})
export type Scope = Static<typeof Scope>
export const scopes = ['read', 'run', 'agent', 'admin'] as const satisfies readonly Scope[]

/** What a route needs: a scope, or nothing at all. */
export type RouteScope = Scope | 'public'

/** Of a token, where its request says nothing: a forgotten one ends by itself. */
export const defaultTokenLifetimeMs = 90 * 86_400_000
const longestTokenLifetimeMs = 3_650 * 86_400_000

export const CreateTokenRequest = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\p{Cc}]+$', description: 'For people, in any script' }),
    scopes: Type.Array(Scope, { minItems: 1, maxItems: scopes.length, uniqueItems: true }),
    host: Type.Optional(
      Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$', description: "Id of the host of an agent's token; of no other" }),
    ),
    expiresInMs: Type.Integer({
      minimum: 0,
      maximum: longestTokenLifetimeMs,
      default: defaultTokenLifetimeMs,
      description: 'From now on; 0: it does not expire',
    }),
  },
  { additionalProperties: false, title: 'CreateTokenRequest' },
)
export type CreateTokenRequest = Frozen<Static<typeof CreateTokenRequest>>

/** All that is told of a token: never its secret. */
export const TokenInfo = Type.Object(
  {
    id: Type.String({ description: '10 characters, the part of the token behind `rs_`' }),
    name: Type.String(),
    scopes: Type.Array(Scope),
    host: Type.Optional(Type.String()),
    state: Type.Union([Type.Literal('valid'), Type.Literal('expired'), Type.Literal('revoked')]),
    createdAt: Type.String({ description: 'ISO 8601' }),
    createdBy: Type.String({ description: 'Id of the token it was made with, or `open`, or `bootstrap`' }),
    expiresAt: Type.Optional(Type.String({ description: 'ISO 8601' })),
    revokedAt: Type.Optional(Type.String({ description: 'ISO 8601' })),
    revokedBy: Type.Optional(Type.String()),
    lastUsedAt: Type.Optional(Type.String({ description: 'ISO 8601, to the minute' })),
  },
  { title: 'TokenInfo' },
)
export type TokenInfo = Frozen<Static<typeof TokenInfo>>

export const TokenList = Type.Object({ tokens: Type.Array(TokenInfo, { description: 'Oldest first' }) }, { title: 'TokenList' })
export type TokenList = Frozen<Static<typeof TokenList>>

export const CreatedToken = Type.Object(
  {
    token: Type.String({ description: 'The token itself, told this once: `rs_ID_SECRET`' }),
    info: TokenInfo,
    redisUser: Type.Optional(
      Type.String({ description: "Of an agent's token: user of Redis, whose password is the token's SECRET" }),
    ),
  },
  { title: 'CreatedToken' },
)
export type CreatedToken = Frozen<Static<typeof CreatedToken>>

/** One line of the audit log: a request that changed something, or one that was refused. */
export const AuditEntry = Type.Object(
  {
    id: Type.String(),
    at: Type.String({ description: 'ISO 8601' }),
    who: Type.String({
      description: "Id of the caller's token, `open` where none is asked for, `nobody` where it was not valid",
    }),
    name: Type.String({ description: 'Of the token; "" without one' }),
    address: Type.String({ description: 'Where the request came from' }),
    action: Type.String({ description: 'Method and route: `DELETE /api/v1/tokens/:id`' }),
    target: Type.String({ description: 'Path of the request, without its query: `/api/v1/tokens/7k2m9q4x1c`' }),
    status: Type.Integer({ description: 'HTTP status of the answer; 499 where the caller left before there was one' }),
    requestId: Type.String(),
    count: Type.Integer({ description: 'Above 1 where the same refusal was repeated within a minute' }),
  },
  { title: 'AuditEntry' },
)
export type AuditEntry = Frozen<Static<typeof AuditEntry>>

export const AuditQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100, description: 'At most so many on a page' }),
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'The `next` of the page before' })),
    who: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Only what this caller did' })),
  },
  { additionalProperties: false },
)
export type AuditQuery = Frozen<Static<typeof AuditQuery>>

export const AuditPage = Type.Object(
  {
    entries: Type.Array(AuditEntry, { description: 'Newest first' }),
    next: Type.Optional(Type.String({ description: 'Where the next page begins; absent on the last one' })),
  },
  { title: 'AuditPage' },
)
export type AuditPage = Frozen<Static<typeof AuditPage>>

const tokenPattern = /^rs_([0-9a-hjkmnp-tv-z]{10})_([A-Za-z0-9_-]{43})$/

/** The parts of a token; undefined for what is none. */
export function tokenParts(text: string): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = tokenPattern.exec(text) ?? []
  return id === undefined || secret === undefined ? undefined : { id, secret }
}

/** The user of Redis that an agent's token is. */
export const redisUserOf = (tokenId: string): string => `${redisUserPrefix}${tokenId}`
export const redisUserPrefix = 'ringside-agent-'
