/** The OpenAPI document without a controller that runs: for the file that is committed, and the client made from it. */
import { fastify } from 'fastify'
import { documentApi } from './openapi.ts'
import { apiRoutes } from './routes.ts'
import type { Services } from './services.ts'

export async function openapiDocument(): Promise<object> {
  const app = fastify()
  documentApi(app)
  // Routes ask nothing of the services before the first request, and none comes.
  app.register(async (api) => apiRoutes(api, { access: {} } as Services))
  await app.ready()
  const document = app.swagger()
  await app.close()
  return document
}
