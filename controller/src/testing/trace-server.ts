/** Runs, their spans and the store over HTTP, as the controller gives them, without queue, agents and Redis. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiPaths, type RunDetail } from '@ringside/contract'
import { fastify } from 'fastify'
import { archiveRoutes } from '../api/archive-routes.ts'
import { backupRoutes } from '../api/backup-routes.ts'
import { sendNotFound, useProblems } from '../api/problem.ts'
import { storeRoutes } from '../api/store-routes.ts'
import { traceRoutes } from '../api/trace-routes.ts'
import { otlpReceiver } from '../otlp/receiver.ts'
import { Backups } from '../store/backup/backups.ts'
import { gateStore } from '../store/backup/write-gate.ts'
import { openChdbStore } from '../store/chdb-store.ts'
import { migrate } from '../store/migrate.ts'
import type { Store } from '../store/store.ts'

export interface TraceServer {
  readonly url: string
  readonly store: Store
  close(): Promise<void>
}

/** Starts it with an empty store of its own; spans come in by OTLP, or by SQL. */
export async function startTraceServer(runs: readonly RunDetail[]): Promise<TraceServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-trace-'))
  const backupDir = join(folder, 'backups')
  const store = gateStore(await openChdbStore({ path: folder, backupDir }))
  await migrate(store)
  const byId = new Map(runs.map((run) => [run.id, run]))
  const app = fastify({ forceCloseConnections: true, ajv: { customOptions: { removeAdditional: false } } })
  useProblems(app)
  app.register(otlpReceiver, { store, maxBodyBytes: 64 << 20, maxBytesInFlight: 256 << 20 })
  app.register(async (api) => {
    traceRoutes(api, { store, reader: { traceId: async (id) => byId.get(id)?.traceId } })
    storeRoutes(api, { store, storeUrl: 'chdb', retention: '' })
    archiveRoutes(api, { store })
    backupRoutes(api, { backups: new Backups(store, { folder: backupDir, storeName: 'chdb', isLocal: true }) })
    api.get<{ Params: { id: string } }>(
      apiPaths.run,
      async ({ params: { id } }, reply) => byId.get(id) ?? sendNotFound(reply, 'run', id),
    )
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    store,
    close: async () => {
      await app.close()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
