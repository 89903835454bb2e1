/**
 * All tokens, in memory: a request is checked without asking the store, and a revocation holds from the next request on.
 * The table belongs to one controller, as all of its store does.
 */
import { timingSafeEqual } from 'node:crypto'
import { type CreateTokenRequest, tokenParts } from '@ringside/contract'
import { newSecret, sha256, stateOf, type Token, textOf } from './token.ts'
import type { TokenStore } from './token-store.ts'

/** Tokens that this controller keeps, ended ones included: more than any lab has people and hosts. */
const mostTokens = 10_000
/** The last use of a token is known to this. */
const useResolutionMs = 60_000

/** What became of a token that was shown. */
export type TokenCheck =
  | { readonly ok: true; readonly token: Token }
  /** `unknown`: no such id, or another secret; which of them is not told. The token is there for those who had the secret. */
  | { readonly ok: false; readonly why: 'malformed' | 'unknown' }
  | { readonly ok: false; readonly why: 'expired' | 'revoked'; readonly token: Token }

export interface NewToken {
  /** The text to show it by. */
  readonly text: string
  readonly token: Token
}

/** Compared with where there is no such id, so that it takes as long. */
const nobodysHash = Buffer.alloc(32)

export class Tokens {
  readonly #store: Pick<TokenStore, 'all' | 'save'>
  readonly #now: () => number
  readonly #byId = new Map<string, Token>()
  /** When they were used, since that was last stored. */
  readonly #used = new Map<string, number>()
  /** Ids of tokens whose row is behind. */
  readonly #unsaved = new Set<string>()
  /** This process, to itself: its own spans come in by the receiver like everybody's. Never stored. */
  readonly #own: NewToken

  constructor(store: Pick<TokenStore, 'all' | 'save'>, now: () => number = Date.now) {
    this.#store = store
    this.#now = now
    this.#own = this.fresh({ name: 'the controller itself', scopes: ['agent'], expiresInMs: 0 }, 'the controller itself')
  }

  /** Reads what is stored. Rejects with StoreError. */
  async load(): Promise<void> {
    for (const token of await this.#store.all()) this.#byId.set(token.id, token)
  }

  /** Text of the token that this process shows to itself. */
  get own(): string {
    return this.#own.text
  }

  /** All that were ever made, oldest first. */
  all(): Token[] {
    return [...this.#byId.values()]
  }

  valid(): Token[] {
    return this.all().filter((token) => this.stateOf(token) === 'valid')
  }

  find(id: string): Token | undefined {
    return this.#byId.get(id)
  }

  stateOf(token: Token): ReturnType<typeof stateOf> {
    return stateOf(token, this.#now())
  }

  isFull(): boolean {
    return this.#byId.size >= mostTokens
  }

  check(text: string): TokenCheck {
    const parts = tokenParts(text)
    if (parts === undefined) return { ok: false, why: 'malformed' }
    const token = parts.id === this.#own.token.id ? this.#own.token : this.#byId.get(parts.id)
    const expected = token === undefined ? nobodysHash : Buffer.from(token.secretSha256, 'hex')
    const matches = timingSafeEqual(Buffer.from(sha256(parts.secret), 'hex'), expected)
    if (token === undefined || !matches) return { ok: false, why: 'unknown' }
    const state = this.stateOf(token)
    if (state !== 'valid') return { ok: false, why: state, token }
    this.#noteUse(token)
    return { ok: true, token }
  }

  /** A token that is nowhere yet: {@link add} makes it hold. */
  fresh({ name, scopes, host, expiresInMs }: CreateTokenRequest, by: string): NewToken {
    const made = newSecret()
    const now = this.#now()
    const token: Token = {
      id: made.id,
      name,
      secretSha256: sha256(made.secret),
      scopes,
      host,
      createdAtMs: now,
      createdBy: by,
      expiresAtMs: expiresInMs === 0 ? undefined : now + expiresInMs,
      revokedAtMs: undefined,
      revokedBy: '',
      lastUsedAtMs: undefined,
      version: 1,
    }
    return { text: textOf(made), token }
  }

  /** Stores a token, which holds from then on. Rejects with StoreError. */
  async add(token: Token): Promise<void> {
    await this.#store.save([token])
    this.#byId.set(token.id, token)
  }

  /**
   * Ends a token: at once here, also where the store then fails, which is tried again. The first revocation stays.
   * Undefined: no such token. Rejects with StoreError when it is not stored yet.
   */
  async revoke(id: string, by: string): Promise<Token | undefined> {
    const token = this.#byId.get(id)
    if (token !== undefined && token.revokedAtMs === undefined) {
      this.#change({ ...token, revokedAtMs: this.#now(), revokedBy: by })
    }
    if (this.#unsaved.has(id)) await this.save()
    return this.#byId.get(id)
  }

  /** Stores what has changed: when tokens were last used, and revocations. Rejects with StoreError; the next call tries again. */
  async save(): Promise<void> {
    for (const [id, lastUsedAtMs] of this.#used) {
      const token = this.#byId.get(id)
      if (token !== undefined) this.#change({ ...token, lastUsedAtMs })
    }
    this.#used.clear()
    const saved = [...this.#unsaved].flatMap((id) => this.#byId.get(id) ?? [])
    await this.#store.save(saved)
    for (const token of saved) if (this.#byId.get(token.id) === token) this.#unsaved.delete(token.id)
  }

  #change(token: Token): void {
    this.#byId.set(token.id, { ...token, version: token.version + 1 })
    this.#unsaved.add(token.id)
  }

  #noteUse({ id, lastUsedAtMs = 0 }: Token): void {
    const now = this.#now()
    if (id !== this.#own.token.id && now - lastUsedAtMs >= useResolutionMs && !this.#used.has(id)) this.#used.set(id, now)
  }
}
