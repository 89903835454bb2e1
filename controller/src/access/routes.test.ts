/** Every route, with every kind of token: who is let in, who is not, and that nothing of it leaks into the log. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type AuditEntry,
  type AuditPage,
  apiPaths,
  type CreatedToken,
  type RouteScope,
  suitePaths,
  tokenParts,
} from '@ringside/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstLine, kill, spawnController, startTestStack, type TestStack } from '../queue/testing/stack.ts'
import { type DeclaredRoute, declaredRoutes } from './testing/routes.ts'
import { newSecret, textOf } from './token.ts'

const states = [
  'none',
  'malformed',
  'unknown',
  'wrong secret',
  'expired',
  'revoked',
  'read',
  'run',
  'agent of this host',
  'agent of another host',
  'admin',
] as const
type State = (typeof states)[number]
type Answer = 'allowed' | 401 | 403

const invalid = { none: 401, malformed: 401, unknown: 401, 'wrong secret': 401, expired: 401, revoked: 401 } as const
const agents = (answer: Answer) => ({ 'agent of this host': answer, 'agent of another host': answer })
const everybody = Object.fromEntries(states.map((state) => [state, 'allowed'])) as Record<State, Answer>
/** What a route that needs the scope answers to whom. A route with a host in its path: {@link expectedAt}. */
const table: Readonly<Record<RouteScope, Readonly<Record<State, Answer>>>> = {
  public: everybody,
  read: { ...invalid, read: 'allowed', run: 'allowed', ...agents(403), admin: 'allowed' },
  run: { ...invalid, read: 403, run: 'allowed', ...agents(403), admin: 'allowed' },
  agent: { ...invalid, read: 403, run: 403, ...agents('allowed'), admin: 'allowed' },
  admin: { ...invalid, read: 403, run: 403, ...agents(403), admin: 'allowed' },
}

const thisHost = 'bench-1'
const redisPassword = 'r3dis-p4ssw0rd'
const routes = await declaredRoutes()
const secrets: string[] = [redisPassword]
const shown = {} as Record<State, string | undefined>
let stack: TestStack
let controller: ReturnType<typeof spawnController>
let url: string
let log = ''

beforeAll(async () => {
  stack = await startTestStack({ password: redisPassword })
  controller = spawnController({ ...stack.config, access: 'tokens', logLevel: 'trace' })
  controller.stderr?.on('data', (chunk: Buffer) => {
    log += chunk
  })
  url = (JSON.parse(await firstLine(controller)) as { url: string }).url
  shown.admin = (await readFile(join(stack.config.dataDir, 'admin.token'), 'utf8')).trim()
  shown.none = undefined
  shown.malformed = 'rs_not-a-token'
  shown.unknown = textOf(newSecret())
  shown.read = (await make({ scopes: ['read'] })).token
  shown.run = (await make({ scopes: ['run'] })).token
  shown['agent of this host'] = (await make({ scopes: ['agent'], host: thisHost })).token
  shown['agent of another host'] = (await make({ scopes: ['agent'], host: 'bench-2' })).token
  shown['wrong secret'] = textOf({ ...newSecret(), id: tokenParts(shown.read)?.id ?? '' })
  shown.expired = (await make({ scopes: ['admin'], expiresInMs: 1 })).token
  const { token, info } = await make({ scopes: ['admin'] })
  expect((await ask(`/api/v1/tokens/${info.id}`, { method: 'DELETE', token: shown.admin })).status).toBe(200)
  shown.revoked = token
  secrets.push(...Object.values(shown).flatMap((text) => tokenParts(text ?? '')?.secret ?? []))
})
afterAll(async () => {
  if (controller !== undefined) await kill(controller)
  await stack?.stop()
})

interface Asking {
  readonly method?: string
  readonly token?: string | undefined
  readonly body?: unknown
}

async function ask(path: string, { method = 'GET', token, body }: Asking = {}) {
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const response = await fetch(`${url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const streams = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  if (streams) await response.body?.cancel()
  return { status: response.status, headers: response.headers, text: streams ? '' : await response.text() }
}

async function make(request: object): Promise<CreatedToken> {
  const { status, text } = await ask(apiPaths.tokens, { method: 'POST', token: shown.admin, body: { name: 'n', ...request } })
  expect([status, text]).toEqual([201, expect.any(String)])
  return JSON.parse(text) as CreatedToken
}

const hasBody = (method: string) => ['POST', 'PUT', 'PATCH'].includes(method)
/** Posted because the question is long; nothing is changed. */
const onlyAsking: readonly string[] = [suitePaths.validate]
const pathOf = ({ url }: DeclaredRoute) => url.replace(':host', thisHost).replace(/:\w+/g, 'x').replace('*', 'x')

function expectedAt({ scope, url }: DeclaredRoute, state: State): Answer {
  if (scope === 'agent' && url.includes(':host') && state === 'agent of another host') return 403
  return table[scope ?? 'admin'][state]
}

it('finds the routes', () => {
  expect(routes.map((route) => `${route.method} ${route.url}`)).toEqual(
    expect.arrayContaining(['GET /healthz', 'POST /v1/traces', `POST ${apiPaths.submissions}`, `DELETE ${apiPaths.token}`]),
  )
})

describe.each(routes)('$method $url', (route) => {
  const { method, scope } = route

  it('declares a scope, and one that lets nobody change things who may only look', () => {
    expect(scope).toBeDefined()
    if (!['GET', 'HEAD', 'OPTIONS'].includes(method) && !onlyAsking.includes(route.url))
      expect(['run', 'agent', 'admin']).toContain(scope)
  })

  it.each(states)(`answers a request with this token: %s`, async (state) => {
    const asking = { method, token: shown[state], ...(hasBody(method) ? { body: {} } : {}) }
    const { status, headers, text } = await ask(pathOf(route), asking)
    const expected = expectedAt(route, state)
    const refused = status === 401 || status === 403
    expect({ state, answer: refused ? status : 'allowed' }).toEqual({ state, answer: expected })
    expect(status).toBeLessThan(500)
    if (status === 401) expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="ringside"/)
    if (status === 403 && scope !== undefined && !text.includes('another one')) {
      expect(headers.get('www-authenticate')).toContain(`error="insufficient_scope", scope="${scope}"`)
      if (method !== 'HEAD') expect(text).toContain(`expected ${scope}`)
    }
  })
})

it('does not say whether an id exists to those without its secret', async () => {
  const [unknown, wrong] = await Promise.all([shown.unknown, shown['wrong secret']].map((token) => ask(apiPaths.runs, { token })))
  expect(unknown?.text).toBe(wrong?.text)
  expect((await ask(apiPaths.runs, { token: shown.expired })).text).toContain('expired at 20')
  expect((await ask(apiPaths.runs, { token: shown.revoked })).text).toContain('revoked at 20')
})

it('tells whoever asks for what is not there so, with a token or without', async () => {
  expect((await ask('/nowhere')).status).toBe(404)
})

it('refuses tokens that make no sense, and says why', async () => {
  const cases: readonly (readonly [object, number, string])[] = [
    [{ scopes: ['agent'] }, 422, "expected the id of the agent's host"],
    [{ scopes: ['read'], host: thisHost }, 422, "only an agent's token belongs to a host"],
    [{ scopes: ['agent', 'read'], host: thisHost }, 422, 'expected agent alone'],
    [{ scopes: ['root'] }, 400, 'scopes'],
    [{ scopes: [] }, 400, 'scopes'],
    [{ scopes: ['agent'], host: 'a:*' }, 400, 'host'],
    [{ scopes: ['read'], expiresInMs: -1 }, 400, 'expiresInMs'],
    [{ scopes: ['read'], name: 'a\nb' }, 400, 'name'],
  ]
  for (const [body, status, says] of cases) {
    const answer = await ask(apiPaths.tokens, { method: 'POST', token: shown.admin, body: { name: 'n', ...body } })
    expect([body, answer.status, answer.text]).toEqual([body, status, expect.stringContaining(says)])
  }
})

it('lists tokens without their secrets, and knows when they were used', async () => {
  const { text } = await ask(apiPaths.tokens, { token: shown.admin })
  const { tokens } = JSON.parse(text) as { tokens: { name: string; state: string }[] }
  expect(tokens.map(({ state }) => state).sort()).toEqual(['expired', 'revoked', 'valid', 'valid', 'valid', 'valid', 'valid'])
  for (const secret of secrets) expect(text).not.toContain(secret)
})

it('has an audit log of what was changed and what was refused, page by page', async () => {
  const found: AuditEntry[] = []
  let next: string | undefined
  do {
    const cursor: string = next === undefined ? '' : `&cursor=${next}`
    const { status, text } = await ask(`${apiPaths.audit}?limit=7${cursor}`, { token: shown.admin })
    expect(status).toBe(200)
    const page = JSON.parse(text) as AuditPage
    found.push(...page.entries)
    next = page.next
  } while (next !== undefined)
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
  expect(found.map(({ at }) => at)).toEqual(
    found
      .map(({ at }) => at)
      .sort()
      .reverse(),
  )
  const admin = tokenParts(shown.admin ?? '')?.id
  expect(found).toContainEqual(
    expect.objectContaining({
      who: admin,
      name: 'bootstrap',
      action: `DELETE ${apiPaths.token}`,
      status: 200,
      address: '127.0.0.1',
    }),
  )
  expect(found).toContainEqual(expect.objectContaining({ who: 'nobody', action: `GET ${apiPaths.runs}`, status: 401 }))
  const reader = tokenParts(shown.read ?? '')?.id
  expect(found).toContainEqual(expect.objectContaining({ who: reader, action: `POST ${apiPaths.submissions}`, status: 403 }))
  expect(found.filter(({ action, status }) => action.startsWith('GET') && status === 200)).toEqual([])
  const { text } = await ask(`${apiPaths.audit}?who=${reader}`, { token: shown.admin })
  expect(new Set((JSON.parse(text) as AuditPage).entries.map(({ who }) => who))).toEqual(new Set([reader]))
  expect((await ask(`${apiPaths.audit}?cursor=x`, { token: shown.admin })).status).toBe(400)
})

it('keeps the first token where only its user reads it', async () => {
  const { mode } = await stat(join(stack.config.dataDir, 'admin.token'))
  expect((mode & 0o777).toString(8)).toBe('600')
})

it('has logged no secret of all this, not even of a Redis that goes away', async () => {
  await stack.redis.stop()
  await expect.poll(() => log).toContain('redis is out of reach')
  expect(log).toContain('admin.token')
  for (const secret of secrets) expect(log).not.toContain(secret)
})
