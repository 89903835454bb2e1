/** Schedules: list, show, add, replace, remove, run now, pause, resume. */
import { ScheduleDetail, ScheduleList, ScheduleRequest, ScheduleSlot, ScheduleSummary, schedulePaths } from '@ringside/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { nameOf } from '../access/caller.ts'
import type { ScheduleAnswer } from '../schedules/schedule-desk.ts'
import { problems } from './openapi.ts'
import { sendProblem } from './problem.ts'
import type { Services } from './services.ts'

/** Largest suite accepted. */
const maxSuiteBytes = 1 << 20

interface Named {
  readonly Params: { readonly name: string }
}
interface Taking {
  readonly Body: ScheduleRequest
}

const params = Type.Object({ name: Type.String({ minLength: 1, maxLength: 256 }) })
const tags = ['schedules']
const read = { scope: 'read' } as const
const run = { scope: 'run' } as const

export function scheduleRoutes(app: FastifyInstance, services: Pick<Services, 'schedules'>): void {
  readingRoutes(app, services)
  keepingRoutes(app, services)
  actionRoutes(app, services)
}

function readingRoutes(app: FastifyInstance, services: Pick<Services, 'schedules'>): void {
  const list = {
    operationId: 'listSchedules',
    tags,
    summary: 'Schedules with their next slots, by name',
    response: { 200: ScheduleList },
  }
  app.get(schedulePaths.schedules, { config: read, schema: list }, async () => ({ schedules: await services.schedules.list() }))

  const show = {
    operationId: 'getSchedule',
    tags,
    summary: 'A schedule, and what became of its slots',
    params,
    response: { 200: ScheduleDetail },
  }
  app.get<Named>(schedulePaths.schedule, { config: read, schema: show }, async (request, reply) =>
    send(reply, await services.schedules.detail(request.params.name)),
  )
}

function keepingRoutes(app: FastifyInstance, services: Pick<Services, 'schedules'>): void {
  const bodyLimit = maxSuiteBytes
  const add = {
    operationId: 'addSchedule',
    tags,
    summary: 'Submit a suite by itself from now on',
    body: ScheduleRequest,
    response: { 201: ScheduleSummary, ...problems(409, 422) },
  }
  app.post<Taking>(schedulePaths.schedules, { config: run, schema: add, bodyLimit }, async (request, reply) => {
    const answer = await services.schedules.add(request.body, nameOf(request.caller))
    if (!answer.ok) return send(reply, answer)
    const location = schedulePaths.schedule.replace(':name', encodeURIComponent(answer.value.name))
    return reply.code(201).header('location', location).send(answer.value)
  })

  const replace = {
    operationId: 'replaceSchedule',
    tags,
    summary: 'Add a schedule, or replace the one of that name, which keeps its history',
    params,
    body: ScheduleRequest,
    response: { 200: ScheduleSummary, ...problems(409, 422) },
  }
  app.put<Named & Taking>(schedulePaths.schedule, { config: run, schema: replace, bodyLimit }, async (request, reply) =>
    send(reply, await services.schedules.replace(request.params.name, request.body, nameOf(request.caller))),
  )

  const remove = {
    operationId: 'removeSchedule',
    tags,
    summary: 'Forget a schedule; what it submitted goes on',
    params,
    response: { 204: Type.Null(), ...problems(409) },
  }
  app.delete<Named>(schedulePaths.schedule, { config: run, schema: remove }, async (request, reply) => {
    const answer = await services.schedules.remove(request.params.name)
    return answer.ok ? reply.code(204).send() : send(reply, answer)
  })
}

function actionRoutes(app: FastifyInstance, services: Pick<Services, 'schedules'>): void {
  const act = (path: string, schema: object, action: (name: string) => Promise<ScheduleAnswer<unknown>>) =>
    app.post<Named>(path, { config: run, schema: { tags, params, ...schema } }, async (request: FastifyRequest<Named>, reply) =>
      send(reply, await action(request.params.name)),
    )
  const running = { operationId: 'runScheduleNow', summary: 'Submit its suite at once', response: { 200: ScheduleSlot } }
  act(schedulePaths.runNow, running, (name) => services.schedules.runNow(name))
  const pausing = { operationId: 'pauseSchedule', summary: 'Let its slots pass', response: { 200: ScheduleSummary } }
  act(schedulePaths.pause, pausing, (name) => services.schedules.setEnabled(name, false))
  const resuming = { operationId: 'resumeSchedule', summary: 'Meet its slots again', response: { 200: ScheduleSummary } }
  act(schedulePaths.resume, resuming, (name) => services.schedules.setEnabled(name, true))
}

const send = (reply: FastifyReply, answer: ScheduleAnswer<unknown>): FastifyReply =>
  answer.ok ? reply.send(answer.value) : sendProblem(reply, answer.status, answer)
