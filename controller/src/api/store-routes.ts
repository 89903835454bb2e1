/** The store: what it holds. */
import { apiPaths, StoreSummary } from '@ringside/contract'
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

export function storeRoutes(app: FastifyInstance, services: StoreServices): void {
  const schema = {
    operationId: 'getStore',
    tags: ['store'],
    summary: 'What the store holds, and for how long',
    response: { 200: StoreSummary },
  }
  app.get(apiPaths.store, { config: { scope: 'read' }, schema }, () => {
    const facts = { name: withoutCredentials(services.storeUrl), retention: parseRetention(services.retention) }
    return storeSummary(services.store, facts)
  })
}
