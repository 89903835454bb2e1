/**
 * Keys under which callers create things: sent again with the same body a request makes nothing new, with another body it
 * is refused. What a key was used for is kept in the store, so that it holds across restarts too.
 * Source: IETF draft-ietf-httpapi-idempotency-key-header, 2.
 */
import { createHash } from 'node:crypto'
import { idempotencyKeyHeader } from '@ringside/contract'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { KeyedQueue } from '../runs/keyed-queue.ts'
import type { Store } from '../store/store.ts'

/** `fresh`: used for the first time. `same`: used for this very body before, which may have come to nothing. */
export type KeyUse = 'fresh' | 'same' | 'other'

/** The header, for schemas of routes that take it. */
export const keyHeaders = Type.Object({
  [idempotencyKeyHeader]: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      pattern: '^[!-~]+$',
      description: 'Anything without spaces: sent again with the same body, the request makes nothing new',
    }),
  ),
})

/** The caller's key; undefined without one. */
export const keyOf = (request: FastifyRequest): string | undefined => request.headers[idempotencyKeyHeader] as string | undefined

/** What a refusal of another body says. */
export const otherBody = (key: string): string =>
  `the key '${key}' was used with another body before; send that body again, or this one under a key of its own`

export class IdempotencyKeys {
  readonly #store: Store
  readonly #perKey = new KeyedQueue()

  constructor(store: Store) {
    this.#store = store
  }

  /** `work` under a key, which is told what the key was used for; who else uses it meanwhile waits. */
  under<Result>(
    use: { readonly operation: string; readonly key: string; readonly body: unknown },
    work: (use: KeyUse) => Promise<Result>,
  ): Promise<Result> {
    return this.#perKey.run(`${use.operation} ${use.key}`, async () => work(await this.#use(use)))
  }

  async #use({ operation, key, body }: { operation: string; key: string; body: unknown }): Promise<KeyUse> {
    const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex')
    const [before] = await this.#store.query<{ body_digest: string }>(
      `SELECT body_digest FROM idempotency_keys WHERE operation = {operation:String} AND key = {key:String}
       ORDER BY used_at LIMIT 1`,
      { operation, key },
    )
    if (before !== undefined) return before.body_digest === digest ? 'same' : 'other'
    const row = { operation, key, body_digest: digest }
    await this.#store.insertRows('idempotency_keys', [row], { token: `${operation} ${key} ${digest}` })
    return 'fresh'
  }
}
