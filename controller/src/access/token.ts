/** A token as this process knows it, and its rows in the table `tokens`. */
import { createHash, randomBytes } from 'node:crypto'
import type { Scope, TokenInfo } from '@ringside/contract'

export interface Token {
  /** 10 characters: 50 random bits. */
  readonly id: string
  readonly name: string
  /** SHA-256, hex. The secret has 256 random bits, so there is nothing that a slow hash would protect from guessing. */
  readonly secretSha256: string
  readonly scopes: readonly Scope[]
  /** Of an agent's token. */
  readonly host: string | undefined
  readonly createdAtMs: number
  readonly createdBy: string
  readonly expiresAtMs: number | undefined
  readonly revokedAtMs: number | undefined
  readonly revokedBy: string
  readonly lastUsedAtMs: number | undefined
  /** Of the token's row: grows with each change. */
  readonly version: number
}

const crockford = '0123456789abcdefghjkmnpqrstvwxyz'
const idChars = 10
const secretBytes = 32

/** A new secret and its id; the text of the token is `rs_ID_SECRET`. */
export function newSecret(): { readonly id: string; readonly secret: string } {
  const id = Array.from(randomBytes(idChars), (byte) => crockford[byte % crockford.length]).join('')
  return { id, secret: randomBytes(secretBytes).toString('base64url') }
}

export const textOf = ({ id, secret }: { readonly id: string; readonly secret: string }): string => `rs_${id}_${secret}`

/** Hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export type TokenState = TokenInfo['state']

/** A revoked token that has expired as well is revoked: somebody wanted it to end. */
export function stateOf({ revokedAtMs, expiresAtMs }: Token, nowMs: number): TokenState {
  if (revokedAtMs !== undefined) return 'revoked'
  return expiresAtMs !== undefined && expiresAtMs <= nowMs ? 'expired' : 'valid'
}

/** What may be told of a token. */
export function infoOf(token: Token, nowMs: number): TokenInfo {
  const { id, name, host, createdBy, expiresAtMs, revokedAtMs, revokedBy, lastUsedAtMs } = token
  return {
    id,
    name,
    scopes: [...token.scopes],
    ...(host === undefined ? {} : { host }),
    state: stateOf(token, nowMs),
    createdAt: isoTime(token.createdAtMs),
    createdBy,
    ...(expiresAtMs === undefined ? {} : { expiresAt: isoTime(expiresAtMs) }),
    ...(revokedAtMs === undefined ? {} : { revokedAt: isoTime(revokedAtMs), revokedBy }),
    ...(lastUsedAtMs === undefined ? {} : { lastUsedAt: isoTime(lastUsedAtMs) }),
  }
}

const isoTime = (unixMs: number): string => new Date(unixMs).toISOString()
