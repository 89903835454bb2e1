/**
 * The interface as an OpenAPI 3.1 document, made of what the routes say of themselves: their schemas, and the scope in
 * their configuration. What every route has in common is added here, so that routes say only what is theirs.
 */
import swagger from '@fastify/swagger'
import { apiPaths, Problem } from '@ringside/contract'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import { withComponents } from './openapi-components.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller's token must open. `public`: no token is asked for. */
    readonly scope?: 'public' | 'read' | 'run' | 'agent' | 'admin'
    /** Of a body that the handler checks by itself, to name every fault: what it expects. */
    readonly documentedBody?: object
  }
}

const info = {
  title: 'Ringside',
  version: '1',
  description:
    'Benchmarks of vhost datapaths: submit suites, follow their runs, compare backends, read traces. Errors are problem ' +
    'documents (RFC 9457). Lists come in pages: what `next` says goes into `cursor`. Spans, metrics and logs come in by ' +
    'OTLP at /v1, which OpenTelemetry specifies.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
}

const bearer = {
  type: 'http',
  scheme: 'bearer',
  description:
    'A token of this controller; one that runs open on a single machine asks for none. x-scope says what it must open.',
} as const

/** Collects every route added to `app` after this, in plugins registered after this. */
export function documentApi(app: FastifyInstance): void {
  app.register(swagger, {
    openapi: { openapi: '3.1.0', info, components: { securitySchemes: { bearer } } },
    convertConstToEnum: false,
    transform: ({ schema, url, route }) => ({ schema: described(schema ?? {}, route), url }),
    transformObject: (document) => withComponents('openapiObject' in document ? document.openapiObject : {}),
  })
}

export function openapiRoute(app: FastifyInstance): void {
  const schema = {
    summary: 'This interface as an OpenAPI document',
    operationId: 'getOpenapi',
    tags: ['controller'],
    response: { 200: { type: 'object', additionalProperties: true, description: 'OpenAPI 3.1' } },
  }
  let text: string | undefined
  app.get(apiPaths.openapi, { config: { scope: 'read' }, schema }, async (_request, reply) => {
    text ??= JSON.stringify(app.swagger())
    return reply.type('application/json').send(text)
  })
}

/** What a status means, for problems that any route may answer with. */
const meanings: Readonly<Record<number, string>> = {
  400: 'The request is not as described here',
  401: 'A token is missing or not valid',
  403: 'The token does not open this',
  404: 'There is no such thing',
  409: 'Not possible as things stand',
  413: 'The body is too large',
  414: 'The path has more in it than any id',
  415: 'The body is no JSON',
  422: 'Well-formed, and wrong all the same',
  429: 'Too many requests: wait as long as Retry-After says',
  503: 'Store or Redis are out of reach: try again',
}

/** Answers of a route beside 2xx, as OpenAPI wants them. */
export function problems(...statuses: readonly number[]): Record<number, object> {
  const content = { 'application/problem+json': { schema: Problem } }
  return Object.fromEntries(statuses.map((status) => [status, { description: meanings[status], content }]))
}

function described(schema: FastifySchema, route: RouteOptions): FastifySchema {
  // The receiver is OpenTelemetry's interface, and not described here.
  if (!route.url.startsWith('/api/') && schema.tags === undefined) return { hide: true } as FastifySchema
  const { scope = 'admin', documentedBody, rateLimit } = route.config ?? {}
  const method = String(route.method)
  const asks = schema.params !== undefined || schema.querystring !== undefined || schema.body !== undefined
  const common = [
    ...(asks ? [400] : []),
    ...(scope === 'public' ? [] : [401, 403]),
    ...(schema.params === undefined ? [] : [404, 414]),
    ...(schema.body === undefined ? [] : [413, 415]),
    ...(rateLimit === false ? [] : [429]),
    ...(scope === 'public' ? [] : [503]),
  ]
  return {
    operationId: operationIdOf(method, route.url),
    tags: [route.url.split('/')[3] ?? 'controller'],
    ...schema,
    ...(schema.querystring === undefined ? {} : { querystring: withoutRequiredDefaults(schema.querystring as Mapping) }),
    ...(documentedBody === undefined ? {} : { body: documentedBody }),
    response: { ...problems(...common), ...describedAnswers(schema) },
    security: scope === 'public' ? [] : [{ bearer: [] }],
    ...{ 'x-scope': scope },
  }
}

type Mapping = Readonly<Record<string, unknown>>

/** What has a default need not be said. */
function withoutRequiredDefaults(schema: Mapping): Mapping {
  const properties = schema.properties as Readonly<Record<string, Mapping>>
  const required = (schema.required as readonly string[] | undefined) ?? []
  return { ...schema, required: required.filter((name) => properties[name]?.default === undefined) }
}

/** An answer that says nothing of itself is what the route is for. */
function describedAnswers({ summary, response }: FastifySchema & { summary?: string }): object {
  const answers = Object.entries((response ?? {}) as Readonly<Record<string, Mapping>>)
  return Object.fromEntries(
    answers.map(([status, answer]) => [status, { 'x-response-description': answer.description ?? summary ?? 'Done', ...answer }]),
  )
}

/** `getRunsById` of GET /api/v1/runs/:id, for routes that name none. */
function operationIdOf(method: string, url: string): string {
  const words = url
    .replace(/^\/api\/v1/, '')
    .split(/[/.-]/)
    .filter((word) => word !== '')
  const named = words.map((word) => (word.startsWith(':') ? `By${capital(word.slice(1))}` : capital(word)))
  return `${method.toLowerCase()}${named.join('')}`
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
