import type { CreateTokenRequest } from '@ringside/contract'
import { type FastifyInstance, fastify } from 'fastify'
import { afterEach, expect, it } from 'vitest'
import { useProblems } from '../api/problem.ts'
import { type AccessMode, guard, requireOwnHost } from './guard.ts'
import { memoryTokenStore } from './testing/memory-token-store.ts'
import { Tokens } from './tokens.ts'

const tokens = new Tokens(memoryTokenStore())
let app: FastifyInstance
afterEach(() => app.close())

async function tokenOf(scopes: CreateTokenRequest['scopes'], host?: string): Promise<string> {
  const { token, text } = tokens.fresh({ name: 'n', scopes, expiresInMs: 0, ...(host === undefined ? {} : { host }) }, 'test')
  await tokens.add(token)
  return text
}

function guarded(mode: AccessMode): void {
  app = fastify()
  useProblems(app)
  guard(app, { mode, tokens })
  app.register(async (api) => {
    api.get('/undeclared', async () => 'ok')
    api.get('/public', { config: { scope: 'public' } }, async () => 'ok')
    api.get('/hosts/:host/work', { config: { scope: 'agent' } }, async () => 'ok')
    api.get<{ Params: { run: string } }>('/runs/:run/files', { config: { scope: 'agent' } }, async (request) => {
      requireOwnHost(request, `host-of-${request.params.run}`)
      return 'ok'
    })
    api.get('/whoami', { config: { scope: 'read' } }, async ({ caller }) => caller)
  })
}

async function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  return (await app.inject({ url, headers })).statusCode
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

it('asks for admin where a route declares nothing', async () => {
  guarded('tokens')
  expect(await statusOf('/undeclared')).toBe(401)
  expect(await statusOf('/undeclared', bearer(await tokenOf(['read', 'run'])))).toBe(403)
  expect(await statusOf('/undeclared', bearer(await tokenOf(['admin'])))).toBe(200)
})

it("keeps an agent to its own host, by the route's path or by what its handler finds", async () => {
  guarded('tokens')
  const agent = bearer(await tokenOf(['agent'], 'host-of-r-1'))
  expect(await statusOf('/hosts/host-of-r-1/work', agent)).toBe(200)
  expect(await statusOf('/hosts/other/work', agent)).toBe(403)
  expect(await statusOf('/runs/r-1/files', agent)).toBe(200)
  expect(await statusOf('/runs/r-2/files', agent)).toBe(403)
  const admin = bearer(await tokenOf(['admin']))
  for (const url of ['/hosts/other/work', '/runs/r-2/files']) expect(await statusOf(url, admin)).toBe(200)
})

it.each(['Basic eDp5', 'Bearer', 'Bearer a b', 'bearer rs_', 'rs_0000000000_x', ''])(
  'takes no token from %j',
  async (authorization) => {
    guarded('tokens')
    expect(await statusOf('/undeclared', { authorization })).toBe(401)
    expect(await statusOf('/public', { authorization })).toBe(200)
  },
)

it('takes the scheme in any case, as RFC 9110 has it', async () => {
  guarded('tokens')
  expect(await statusOf('/whoami', { authorization: `BEARER ${await tokenOf(['read'])}` })).toBe(200)
})

it('lets this machine in without a token where it is open, and no page from elsewhere', async () => {
  guarded('open')
  const host = '127.0.0.1:7070'
  for (const url of ['/undeclared', '/hosts/any/work', '/runs/r-2/files']) expect(await statusOf(url, { host })).toBe(200)
  expect((await app.inject({ url: '/whoami', headers: { host } })).json()).toEqual({ kind: 'open' })
  const foreign = await app.inject({ url: '/whoami', headers: { host, origin: 'https://evil.example' } })
  expect([foreign.statusCode, foreign.headers['content-type'], foreign.json().detail]).toEqual([
    403,
    expect.stringContaining('application/problem+json'),
    expect.stringContaining("a page of 'https://evil.example'"),
  ])
  expect(await statusOf('/undeclared', { host: 'rebound.evil.example' })).toBe(403)
  expect(await statusOf('/public', { host: 'rebound.evil.example' })).toBe(200)
})
