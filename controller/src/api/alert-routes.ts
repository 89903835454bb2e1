/** Alerts: list, show, acknowledge, resolve; their rules and receivers; what was found of a run. */
import {
  AcknowledgeRequest,
  Alert,
  AlertListQuery,
  AlertPage,
  AlertReceiverList,
  AlertRule,
  AlertRuleList,
  AlertRuleRequest,
  alertPaths,
  ResolveRequest,
  RunJudgementList,
} from '@ringside/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { nameOf } from '../access/caller.ts'
import type { AlertAnswer } from '../alerts/alert-desk.ts'
import { problems } from './openapi.ts'
import { sendProblem } from './problem.ts'
import { type IdParams, idParams, type Services } from './services.ts'

interface Named {
  readonly Params: { readonly name: string }
}

const nameParams = Type.Object({ name: Type.String({ minLength: 1, maxLength: 256 }) })
const tags = ['alerts']
const read = { scope: 'read' } as const
const run = { scope: 'run' } as const

type Needed = Pick<Services, 'alerts'>

export function alertRoutes(app: FastifyInstance, services: Needed): void {
  readingRoutes(app, services)
  changingRoutes(app, services)
  ruleRoutes(app, services)
}

function readingRoutes(app: FastifyInstance, { alerts }: Needed): void {
  const list = {
    operationId: 'listAlerts',
    tags,
    summary: 'Alerts, newest first',
    querystring: AlertListQuery,
    response: { 200: AlertPage },
  }
  app.get<{ Querystring: AlertListQuery }>(alertPaths.alerts, { config: read, schema: list }, async ({ query }, reply) =>
    send(reply, await alerts.list(query)),
  )
  const show = {
    operationId: 'getAlert',
    tags,
    summary: 'An alert with its history, and who was told of it',
    params: idParams,
    response: { 200: Alert },
  }
  app.get<{ Params: IdParams }>(alertPaths.alert, { config: read, schema: show }, async ({ params }, reply) =>
    send(reply, await alerts.show(params.id)),
  )
  const receivers = {
    operationId: 'listAlertReceivers',
    tags,
    summary: 'Who is told of alerts',
    response: { 200: AlertReceiverList },
  }
  app.get(alertPaths.receivers, { config: read, schema: receivers }, async () => ({ receivers: alerts.receivers() }))
  const judgements = {
    operationId: 'listJudgements',
    tags,
    summary: 'What was found of the metrics of a run that are watched; empty before it was judged',
    params: idParams,
    response: { 200: RunJudgementList },
  }
  app.get<{ Params: IdParams }>(alertPaths.judgements, { config: read, schema: judgements }, async ({ params }) => ({
    judgements: await alerts.judgements(params.id),
  }))
}

function changingRoutes(app: FastifyInstance, { alerts }: Needed): void {
  const acknowledge = {
    operationId: 'acknowledgeAlert',
    tags,
    summary: 'Say that someone looks after it',
    params: idParams,
    body: AcknowledgeRequest,
    response: { 200: Alert, ...problems(409) },
  }
  app.post<{ Params: IdParams; Body: AcknowledgeRequest }>(
    alertPaths.acknowledge,
    { config: run, schema: acknowledge },
    async ({ params, body, caller }, reply) => send(reply, await alerts.acknowledge(params.id, body.reason, nameOf(caller))),
  )
  const resolve = {
    operationId: 'resolveAlert',
    tags,
    summary: 'End it by hand; with `expected` the new level is the one to go by',
    params: idParams,
    body: ResolveRequest,
    response: { 200: Alert, ...problems(409) },
  }
  app.post<{ Params: IdParams; Body: ResolveRequest }>(
    alertPaths.resolve,
    { config: run, schema: resolve },
    async ({ params, body: { reason, expected = false }, caller }, reply) =>
      send(reply, await alerts.resolve(params.id, { reason, expected }, nameOf(caller))),
  )
}

function ruleRoutes(app: FastifyInstance, { alerts }: Needed): void {
  const list = { operationId: 'listAlertRules', tags, summary: 'Rules, by name', response: { 200: AlertRuleList } }
  app.get(alertPaths.rules, { config: read, schema: list }, async () => ({ rules: alerts.rules() }))
  const add = {
    operationId: 'addAlertRule',
    tags,
    summary: 'Watch a metric of all runs that the rule fits',
    body: AlertRuleRequest,
    response: { 201: AlertRule, ...problems(409, 422) },
  }
  app.post<{ Body: AlertRuleRequest }>(alertPaths.rules, { config: run, schema: add }, async ({ body, caller }, reply) => {
    const answer = await alerts.addRule(body, nameOf(caller))
    if (!answer.ok) return send(reply, answer)
    const location = alertPaths.rule.replace(':name', encodeURIComponent(answer.value.name))
    return reply.code(201).header('location', location).send(answer.value)
  })
  const replace = {
    operationId: 'replaceAlertRule',
    tags,
    summary: 'Add a rule, or replace the one of that name',
    params: nameParams,
    body: AlertRuleRequest,
    response: { 200: AlertRule, ...problems(409, 422) },
  }
  app.put<Named & { Body: AlertRuleRequest }>(
    alertPaths.rule,
    { config: run, schema: replace },
    async ({ params, body, caller }, reply) => send(reply, await alerts.replaceRule(params.name, body, nameOf(caller))),
  )
  const remove = {
    operationId: 'removeAlertRule',
    tags,
    summary: 'Forget a rule; alerts that it opened last until they are resolved',
    params: nameParams,
    response: { 204: Type.Null() },
  }
  app.delete<Named>(alertPaths.rule, { config: run, schema: remove }, async ({ params }, reply) => {
    const answer = await alerts.removeRule(params.name)
    return answer.ok ? reply.code(204).send() : send(reply, answer)
  })
}

const send = (reply: FastifyReply, answer: AlertAnswer<unknown>): FastifyReply =>
  answer.ok ? reply.send(answer.value) : sendProblem(reply, answer.status, answer)
