/** Tokens: make, list, revoke. A token is told once, in the answer that makes it. */
import { apiPaths, CreatedToken, CreateTokenRequest, redisUserOf, TokenInfo, TokenList } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { problems } from '../api/openapi.ts'
import { sendProblem } from '../api/problem.ts'
import { type IdParams, idParams, type Services } from '../api/services.ts'
import { nameOf } from './caller.ts'
import { RedisRefusal } from './redis-users.ts'
import { infoOf } from './token.ts'

const admin = { scope: 'admin' } as const

export function tokenRoutes(app: FastifyInstance, services: Pick<Services, 'access'>): void {
  const make = {
    config: admin,
    schema: {
      operationId: 'createToken',
      summary: 'Make a token, which is told this once',
      body: CreateTokenRequest,
      response: { 201: CreatedToken, ...problems(409, 422) },
    },
  }
  app.post<{ Body: CreateTokenRequest }>(apiPaths.tokens, make, async ({ body, caller }, reply) => {
    const { tokens, redisUsers } = services.access
    const fault = faultOf(body)
    if (fault !== undefined) return sendProblem(reply, 422, { detail: fault })
    if (tokens.isFull()) return sendProblem(reply, 409, { detail: 'this controller has 10000 tokens and keeps no more' })
    const { token, text } = tokens.fresh(body, nameOf(caller))
    await tokens.add(token)
    try {
      await redisUsers.add(token)
    } catch (error) {
      await tokens.revoke(token.id, nameOf(caller))
      if (error instanceof RedisRefusal) return sendProblem(reply, 409, { detail: error.message })
      throw error
    }
    const answer: CreatedToken = { token: text, info: infoOf(token, Date.now()) }
    return reply
      .code(201)
      .header('cache-control', 'no-store')
      .send(token.host === undefined ? answer : { ...answer, redisUser: redisUserOf(token.id) })
  })

  const list = {
    config: admin,
    schema: { operationId: 'listTokens', summary: 'All tokens, without their secrets', response: { 200: TokenList } },
  }
  app.get(apiPaths.tokens, list, async () => ({ tokens: services.access.tokens.all().map((token) => infoOf(token, Date.now())) }))

  const revoke = {
    config: admin,
    schema: { operationId: 'revokeToken', summary: 'End a token, at once', params: idParams, response: { 200: TokenInfo } },
  }
  app.delete<{ Params: IdParams }>(apiPaths.token, revoke, async ({ params: { id }, caller }, reply) => {
    const { tokens, redisUsers } = services.access
    const token = await tokens.revoke(id, nameOf(caller))
    if (token === undefined) return sendProblem(reply, 404, { detail: `no token '${id}'; list them: ringside token list` })
    await redisUsers.remove(token)
    return infoOf(token, Date.now())
  })
}

/** What a schema cannot say well. */
function faultOf({ scopes, host }: CreateTokenRequest): string | undefined {
  const agent = scopes.includes('agent')
  if (agent && scopes.length > 1)
    return `scopes are ${scopes.join(', ')}; expected agent alone, because such a token is kept on a host: make another for the rest`
  if (agent && host === undefined)
    return "the scope is agent and there is no host; expected the id of the agent's host (ringside hosts)"
  if (!agent && host !== undefined) return `host is '${host}', expected none: only an agent's token belongs to a host`
  return undefined
}
