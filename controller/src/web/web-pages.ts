/**
 * The built-in UI: files of `dashboards/web/dist`, served as they are. Whatever no route answers and a browser asks for is a page of
 * it, which finds out by its address what to show.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Where the set-up has built it. */
export const webFolder = fileURLToPath(new URL('../../../dashboards/web/dist/', import.meta.url))

/** Nothing from elsewhere, nothing inline, and in nobody's frame. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const pageHeaders = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
} as const

/** Their names hold the hash of their content. */
const assetHeaders = { ...pageHeaders, 'cache-control': 'public, max-age=31536000, immutable' } as const

export type SendPage = (reply: FastifyReply) => FastifyReply

/** Sends the page of the UI in `folder`. Undefined where it is not built. */
export function webPage(folder: string): SendPage | undefined {
  if (!existsSync(join(folder, 'index.html'))) return undefined
  const page = readFileSync(join(folder, 'index.html'))
  return (reply) => reply.code(200).headers(pageHeaders).type('text/html; charset=utf-8').send(page)
}

/** Serves what the page consists of. */
export function serveAssets(app: FastifyInstance, folder: string): void {
  app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    serve: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply) => {
      for (const [name, value] of Object.entries(assetHeaders)) reply.header(name, value)
    },
  })
  const options = { config: { scope: 'public', rateLimit: false }, schema: { hide: true } } as const
  app.get<{ Params: { '*': string } }>('/assets/*', options, (request, reply) => reply.sendFile(request.params['*']))
}

/** Whether a browser wants a page, and no program an answer of the interface. */
export const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && !/^\/(api|v1|assets)\//.test(url) && (headers.accept ?? '').includes('text/html')
