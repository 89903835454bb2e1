/** Schedules: list, show, add, replace, remove, run now, pause, resume. */
import { ScheduleRequest, schedulePaths } from '@ringside/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { nameOf } from '../access/caller.ts'
import type { ScheduleAnswer, ScheduleDesk } from '../schedules/schedule-desk.ts'
import { sendProblem } from './problem.ts'

/** Largest suite accepted. */
const maxSuiteBytes = 1 << 20

interface NameParams {
  readonly name: string
}

const params = Type.Object({ name: Type.String({ minLength: 1, maxLength: 256 }) })

export function scheduleRoutes(app: FastifyInstance, desk: ScheduleDesk): void {
  const read = { config: { scope: 'read' } } as const
  const run = { config: { scope: 'run' } } as const
  const byName = { schema: { params } }
  const taking = { schema: { body: ScheduleRequest }, bodyLimit: maxSuiteBytes }

  app.get(schedulePaths.schedules, read, async () => ({ schedules: await desk.list() }))

  app.post<{ Body: ScheduleRequest }>(schedulePaths.schedules, { ...run, ...taking }, async (request, reply) => {
    const answer = await desk.add(request.body, nameOf(request.caller))
    if (!answer.ok) return send(reply, answer)
    const location = schedulePaths.schedule.replace(':name', encodeURIComponent(answer.value.name))
    return reply.code(201).header('location', location).send(answer.value)
  })

  app.get<{ Params: NameParams }>(schedulePaths.schedule, { ...read, ...byName }, async ({ params: { name } }, reply) =>
    send(reply, await desk.detail(name)),
  )

  const putting = { ...run, ...taking, schema: { params, body: ScheduleRequest } }
  app.put<{ Params: NameParams; Body: ScheduleRequest }>(schedulePaths.schedule, putting, async (request, reply) =>
    send(reply, await desk.replace(request.params.name, request.body, nameOf(request.caller))),
  )

  app.delete<{ Params: NameParams }>(schedulePaths.schedule, { ...run, ...byName }, async ({ params: { name } }, reply) => {
    const answer = await desk.remove(name)
    return answer.ok ? reply.code(204).send() : send(reply, answer)
  })

  const actions = {
    [schedulePaths.runNow]: (name: string) => desk.runNow(name),
    [schedulePaths.pause]: (name: string) => desk.setEnabled(name, false),
    [schedulePaths.resume]: (name: string) => desk.setEnabled(name, true),
  }
  for (const [path, act] of Object.entries(actions)) {
    app.post<{ Params: NameParams }>(path, { ...run, ...byName }, async ({ params: { name } }, reply) => {
      return send(reply, await act(name))
    })
  }
}

const send = (reply: FastifyReply, answer: ScheduleAnswer<unknown>): FastifyReply =>
  answer.ok ? reply.send(answer.value) : sendProblem(reply, answer.status, answer)
