/** Hosts: who is there to measure. */
import { apiPaths, HostList } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import type { Services } from './services.ts'

export function hostRoutes(app: FastifyInstance, services: Pick<Services, 'queues'>): void {
  const schema = {
    operationId: 'listHosts',
    tags: ['hosts'],
    summary: 'Hosts whose agents are alive',
    response: { 200: HostList },
  }
  app.get(apiPaths.hosts, { config: { scope: 'read' }, schema }, async () => ({ hosts: await services.queues.registered() }))
}
