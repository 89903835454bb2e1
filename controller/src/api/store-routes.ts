/** The store: what it holds. */
import { apiPaths } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { parseRetention } from '../store/retention.ts'
import type { Store } from '../store/store.ts'
import { storeSummary } from '../store/store-summary.ts'
import { withoutCredentials } from '../store/store-url.ts'

export interface StoreServices {
  readonly store: Store
  readonly storeUrl: string
  readonly retention: string
}

export function storeRoutes(app: FastifyInstance, { store, storeUrl, retention }: StoreServices): void {
  const facts = { name: withoutCredentials(storeUrl), retention: parseRetention(retention) }
  app.get(apiPaths.store, { config: { scope: 'read' } }, () => storeSummary(store, facts))
}
