/** Every route of the interface but the receiver's. */
import type { FastifyInstance } from 'fastify'
import { auditRoute } from '../access/audit-route.ts'
import { tokenRoutes } from '../access/token-routes.ts'
import { trendRoutes } from '../trends/trend-routes.ts'
import { alertRoutes } from './alert-routes.ts'
import { archiveRoutes } from './archive-routes.ts'
import { artifactRoutes } from './artifact-routes.ts'
import { backupRoutes } from './backup-routes.ts'
import { cancelRoutes } from './cancel-routes.ts'
import { eventRoutes } from './event-routes.ts'
import { healthRoutes } from './health-routes.ts'
import { hostRoutes } from './host-routes.ts'
import { metricsRoute } from './metrics-route.ts'
import { noiseRoute } from './noise-route.ts'
import { openapiRoute } from './openapi.ts'
import { runRoutes } from './run-routes.ts'
import { scheduleRoutes } from './schedule-routes.ts'
import type { Services } from './services.ts'
import { setComparisonRoutes } from './set-comparison-routes.ts'
import { storeRoutes } from './store-routes.ts'
import { submissionRoutes } from './submission-routes.ts'
import { suiteRoutes } from './suite-routes.ts'
import { traceRoutes } from './trace-routes.ts'

/** Adds them to `app`. Nothing is asked of the services before the first request. */
export function apiRoutes(app: FastifyInstance, services: Services): void {
  // As fast as serializers compiled from the schemas, and it neither leaves out nor refuses what a schema does not know.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer))
  submissionRoutes(app, services)
  suiteRoutes(app, services)
  runRoutes(app, services)
  setComparisonRoutes(app, services)
  cancelRoutes(app, services)
  artifactRoutes(app, services)
  eventRoutes(app, services)
  traceRoutes(app, services)
  trendRoutes(app, services)
  hostRoutes(app, services)
  noiseRoute(app, services)
  scheduleRoutes(app, services)
  alertRoutes(app, services)
  metricsRoute(app, services)
  healthRoutes(app, services)
  storeRoutes(app, services)
  archiveRoutes(app, services)
  backupRoutes(app, services)
  tokenRoutes(app, services)
  auditRoute(app, services)
  openapiRoute(app)
}
