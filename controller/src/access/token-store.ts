/** Tokens in the table `tokens`: a row for every change, of which the one with the highest version counts. */
import type { Scope } from '@ringside/contract'
import type { Store } from '../store/store.ts'
import { storeTime } from './store-time.ts'
import { sha256, type Token } from './token.ts'

interface TokenRow {
  readonly id: string
  readonly name: string
  readonly secret_sha256: string
  readonly scopes: readonly Scope[]
  readonly host: string
  readonly created_at_ms: string
  readonly created_by: string
  /** "" where the column is NULL, here and below. */
  readonly expires_at_ms: string
  readonly revoked_at_ms: string
  readonly revoked_by: string
  readonly last_used_at_ms: string
  readonly version: string
}

const optionalTime = (column: string): string =>
  `if(isNull(${column}), '', toString(toUnixTimestamp64Milli(assumeNotNull(${column})))) AS ${column}_ms`

/** Reads and writes tokens. All methods reject with StoreError when the store is out of reach. */
export class TokenStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async all(): Promise<Token[]> {
    const rows = await this.#store.query<TokenRow>(
      `SELECT id, name, secret_sha256, scopes, host, toUnixTimestamp64Milli(created_at) AS created_at_ms, created_by,
        ${optionalTime('expires_at')}, ${optionalTime('revoked_at')}, revoked_by, ${optionalTime('last_used_at')}, version
       FROM tokens FINAL ORDER BY created_at, id`,
    )
    return rows.map(fromRow)
  }

  /** Stores new versions of tokens, in one insert. */
  async save(tokens: readonly Token[]): Promise<void> {
    const token = sha256(tokens.map(({ id, version }) => `${id}:${version}`).join())
    if (tokens.length > 0) await this.#store.insertRows('tokens', tokens.map(toRow), { token })
  }
}

function toRow(token: Token): object {
  const time = (unixMs: number | undefined) => (unixMs === undefined ? null : storeTime(unixMs))
  return {
    id: token.id,
    name: token.name,
    secret_sha256: token.secretSha256,
    scopes: token.scopes,
    host: token.host ?? '',
    created_at: time(token.createdAtMs),
    created_by: token.createdBy,
    expires_at: time(token.expiresAtMs),
    revoked_at: time(token.revokedAtMs),
    revoked_by: token.revokedBy,
    last_used_at: time(token.lastUsedAtMs),
    version: token.version,
  }
}

function fromRow(row: TokenRow): Token {
  const time = (text: string) => (text === '' ? undefined : Number(text))
  return {
    id: row.id,
    name: row.name,
    secretSha256: row.secret_sha256,
    scopes: row.scopes,
    host: row.host === '' ? undefined : row.host,
    createdAtMs: Number(row.created_at_ms),
    createdBy: row.created_by,
    expiresAtMs: time(row.expires_at_ms),
    revokedAtMs: time(row.revoked_at_ms),
    revokedBy: row.revoked_by,
    lastUsedAtMs: time(row.last_used_at_ms),
    version: Number(row.version),
  }
}
