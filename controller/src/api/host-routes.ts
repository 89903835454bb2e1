/** Hosts: list, show, take out of use and back. */
import { type HostAction, HostActionRequest, hostPaths } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { nameOf } from '../access/caller.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { sendProblem } from './problem.ts'
import { type IdParams, idParams } from './services.ts'

const actions = ['drain', 'pause', 'quarantine', 'release'] as const satisfies readonly HostAction[]

export function hostRoutes(app: FastifyInstance, fleet: Fleet): void {
  const read = { config: { scope: 'read' } } as const
  const byId = { schema: { params: idParams } }

  app.get(hostPaths.hosts, read, async () => ({ hosts: await fleet.hosts() }))

  app.get<{ Params: IdParams }>(hostPaths.host, { ...read, ...byId }, async ({ params: { id } }, reply) => {
    const detail = await fleet.detail(id)
    return detail ?? sendProblem(reply, 404, { detail: `no host '${id}'; see what there is: ringside hosts` })
  })

  const acting = { config: { scope: 'admin' }, schema: { params: idParams, body: HostActionRequest } } as const
  for (const action of actions) {
    app.post<{ Params: IdParams; Body: HostActionRequest }>(hostPaths[action], acting, async (request, reply) => {
      const { reason = 'no reason given' } = request.body
      const answer = await fleet.decide(request.params.id, action, { reason, by: nameOf(request.caller) })
      return answer.ok ? answer.host : sendProblem(reply, answer.status, answer)
    })
  }
}
