/** What a path can be asked, for requests that ask otherwise: 405 and OPTIONS say which methods there are. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type SendPage, wantsPage } from '../web/web-pages.ts'
import { sendProblem } from './problem.ts'

/** Handles what no route of `app` answers, with `sendPage` where a browser asks. Knows the routes that are added after this. */
export function answerUnrouted(app: FastifyInstance, sendPage: SendPage | undefined): void {
  const methods = new Map<string, Set<string>>()
  const patterns = new Map<string, RegExp>()
  app.addHook('onRoute', ({ method, url }) => {
    const known = methods.get(url) ?? new Set()
    for (const each of [method].flat()) known.add(each)
    methods.set(url, known)
    patterns.set(url, patternOf(url))
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const [route] = [...patterns].find(([, pattern]) => pattern.test(path)) ?? []
    if (route === undefined && sendPage !== undefined && wantsPage(request)) return sendPage(reply)
    const allowed = route === undefined ? undefined : methods.get(route)
    return allowed === undefined ? notFound(request, reply) : notAllowed(request, reply, [...allowed, 'OPTIONS'])
  })
}

const patternOf = (url: string): RegExp => new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`)

const notFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendProblem(reply, 404, { detail: `nothing answers ${request.method} ${request.url}; the interface starts at /api/v1` })

function notAllowed(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): FastifyReply {
  reply.header('allow', allowed.join(', '))
  if (request.method === 'OPTIONS') return reply.code(204).send()
  const detail = `${request.url} is not for ${request.method}, expected ${allowed.join(' or ')}`
  return sendProblem(reply, 405, { detail })
}
