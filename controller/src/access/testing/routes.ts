/** Every route of the controller, as its server declares them. */
import type { RouteScope } from '@ringside/contract'
import { pino } from 'pino'
import { createServer } from '../../api/server.ts'
import type { Services } from '../../api/services.ts'

export interface DeclaredRoute {
  readonly method: string
  /** With its parameters: `/api/v1/runs/:id`. */
  readonly url: string
  /** Undefined where the route declares none. */
  readonly scope: RouteScope | undefined
}

/** Stands for every service: routes are only declared here, never called. */
const nothing: unknown = new Proxy(() => undefined, { get: () => nothing, apply: () => nothing })

export async function declaredRoutes(): Promise<DeclaredRoute[]> {
  const app = createServer(nothing as Services, {
    logger: pino({ level: 'silent' }),
    maxOtlpBytes: 1 << 20,
    maxRequestsPerMinute: 1e9,
  })
  const routes: DeclaredRoute[] = []
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat()) routes.push({ method: each, url, scope: config?.scope })
  })
  await app.ready()
  await app.close()
  return routes
}
