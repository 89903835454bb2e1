/** Hosts: list, show, take out of use and back. */
import { FleetHost, FleetList, type HostAction, HostActionRequest, HostDetail, hostPaths } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { nameOf } from '../access/caller.ts'
import { problems } from './openapi.ts'
import { sendProblem } from './problem.ts'
import { type IdParams, idParams, type Services } from './services.ts'

const tags = ['hosts']

const actions: Readonly<Record<HostAction, string>> = {
  drain: 'Let a host end what is queued, and send nothing new there',
  pause: 'Let the queue of a host stand still, after the run at hand',
  quarantine: 'Take a host out of use whose results are not trusted',
  release: 'Take a host back into use',
}

export function hostRoutes(app: FastifyInstance, services: Pick<Services, 'fleet'>): void {
  const config = { scope: 'read' } as const
  const list = {
    operationId: 'listHosts',
    tags,
    summary: 'Hosts, whether or not their agents are alive',
    response: { 200: FleetList },
  }
  // One reading of the fleet is one list, which many ask for.
  const texts = new WeakMap<object, string>()
  app.get(hostPaths.hosts, { config, schema: list }, async (_request, reply) => {
    const hosts = await services.fleet.hosts()
    const text = texts.get(hosts) ?? JSON.stringify({ hosts })
    texts.set(hosts, text)
    return reply.type('application/json').send(text)
  })

  const show = {
    operationId: 'getHost',
    tags,
    summary: 'A host and what happened to it',
    params: idParams,
    response: { 200: HostDetail },
  }
  app.get<{ Params: IdParams }>(hostPaths.host, { config, schema: show }, async ({ params: { id } }, reply) => {
    const detail = await services.fleet.detail(id)
    return detail ?? sendProblem(reply, 404, { detail: `no host '${id}'; see what there is: ringside hosts` })
  })

  for (const [action, summary] of Object.entries(actions) as [HostAction, string][]) {
    const response = { 200: FleetHost, ...problems(409) }
    const schema = { operationId: `${action}Host`, tags, summary, params: idParams, body: HostActionRequest, response }
    const options = { config: { scope: 'admin' }, schema } as const
    app.post<{ Params: IdParams; Body: HostActionRequest }>(hostPaths[action], options, async (request, reply) => {
      const { reason = 'no reason given' } = request.body
      const answer = await services.fleet.decide(request.params.id, action, { reason, by: nameOf(request.caller) })
      return answer.ok ? answer.host : sendProblem(reply, answer.status, answer)
    })
  }
}
