/**
 * Requests, seen: a server span that continues the caller's trace, and a duration. The OTLP receiver, health checks and
 * metrics make no spans, and neither does anything they call: the controller would otherwise trace the storing of its
 * own traces for ever.
 * Source: semantic conventions 1.4x, "HTTP server spans" and "HTTP metrics".
 */
import {
  type Attributes,
  type Context,
  context,
  defaultTextMapGetter,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { suppressTracing } from '@opentelemetry/core'
import { apiPaths } from '@ringside/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Budget } from './budget.ts'
import type { Telemetry } from './telemetry.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The request's span is stored before the answer goes out: whatever dies next, it is in the trace. */
    readonly spanBeforeAnswer?: boolean
  }
}

const durationBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
const msPerSecond = 1_000
const knownMethods = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY', 'TRACE'])
const otlpPrefix = '/v1/'
/** Asked all the time by whoever watches the controller. */
const unseen: ReadonlySet<string> = new Set([apiPaths.health, apiPaths.readiness, apiPaths.metrics])

export interface HttpObservation {
  readonly telemetry: Telemetry
  /** Told when the span of a request could not be stored before its answer. */
  readonly onSpanLost: (reason: unknown) => void
}

interface Observed {
  readonly context: Context
  readonly startedMs: number
  ended: boolean
}

/** Observes every route that is added to `app` after this. */
export function observeHttp(app: FastifyInstance, { telemetry, onSpanLost }: HttpObservation): void {
  const observed = new WeakMap<FastifyRequest, Observed>()
  const record = recorder(telemetry)

  app.addHook('onRequest', (request, reply, done) => {
    const state: Observed = { context: contextOf(request, telemetry), startedMs: performance.now(), ended: false }
    observed.set(request, state)
    // Also of streams that the client leaves, which get no onResponse.
    reply.raw.once('close', () => {
      record(request, reply, state.startedMs)
      if (!request.routeOptions.config.spanBeforeAnswer) endSpan(state, reply.raw.headersSent ? reply.raw.statusCode : undefined)
    })
    context.with(state.context, done)
  })
  // Reading a body leaves the context it was begun in.
  app.addHook('preValidation', (request, _reply, done) => context.with(observed.get(request)?.context ?? ROOT_CONTEXT, done))
  app.addHook('onSend', async (request, reply) => {
    const state = observed.get(request)
    if (!request.routeOptions.config.spanBeforeAnswer || state === undefined) return
    endSpan(state, reply.statusCode)
    await telemetry.flush().catch(onSpanLost)
  })
}

/** Of a flood of questions that are part of nobody's trace a few spans tell as much as all; the metrics count each. */
const spanBudget = new Budget({ perSecond: 50 })
const isLoneQuestion = ({ method, headers }: FastifyRequest): boolean => method === 'GET' && headers.traceparent === undefined

const isOtlp = (request: FastifyRequest): boolean => request.url.startsWith(otlpPrefix)

/** Of a request and everything it calls: with its span, or with the word that there shall be none. */
function contextOf(request: FastifyRequest, telemetry: Telemetry): Context {
  const route = request.routeOptions.url
  if (isOtlp(request) || (route !== undefined && unseen.has(route))) return suppressTracing(ROOT_CONTEXT)
  if (isLoneQuestion(request) && !spanBudget.take()) return suppressTracing(ROOT_CONTEXT)
  const parent = propagation.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter)
  const tracer = request.routeOptions.config.spanBeforeAnswer ? telemetry.tracer : telemetry.tracerOf('http')
  const method = methodOf(request)
  const span = tracer.startSpan(
    `${method === '_OTHER' ? 'HTTP' : method}${route === undefined ? '' : ` ${route}`}`,
    { kind: SpanKind.SERVER, attributes: { ...commonAttributes(request), ...callerAttributes(request) } },
    parent,
  )
  return trace.setSpan(parent, span)
}

const methodOf = ({ method }: FastifyRequest): string => (knownMethods.has(method) ? method : '_OTHER')

/** Few enough in number for a metric. */
function commonAttributes(request: FastifyRequest): Attributes {
  const route = request.routeOptions.url
  return {
    'http.request.method': methodOf(request),
    'url.scheme': request.protocol,
    'network.protocol.version': request.raw.httpVersion,
    ...(route === undefined ? {} : { 'http.route': route }),
  }
}

function callerAttributes(request: FastifyRequest): Attributes {
  const userAgent = request.headers['user-agent']
  return {
    'url.path': request.url.split('?', 1)[0] ?? '',
    'server.address': request.hostname,
    ...(request.port === null ? {} : { 'server.port': request.port }),
    'client.address': request.ip,
    ...(userAgent === undefined ? {} : { 'user_agent.original': userAgent }),
  }
}

/** `status` is undefined when the client left before there was an answer. */
function endSpan(state: Observed, status: number | undefined): void {
  if (state.ended) return
  state.ended = true
  const span = trace.getSpan(state.context)
  if (status !== undefined) span?.setAttributes(statusAttributes(status))
  if (status !== undefined && status >= 500) span?.setStatus({ code: SpanStatusCode.ERROR })
  span?.end()
}

const statusAttributes = (status: number): Attributes => ({
  'http.response.status_code': status,
  ...(status >= 500 ? { 'error.type': String(status) } : {}),
})

function recorder({ meter }: Telemetry) {
  const duration = meter.createHistogram('http.server.request.duration', {
    unit: 's',
    description: 'Duration of HTTP requests',
    advice: { explicitBucketBoundaries: durationBoundaries },
  })
  return (request: FastifyRequest, reply: FastifyReply, startedMs: number) => {
    const status = reply.raw.headersSent ? statusAttributes(reply.raw.statusCode) : {}
    duration.record((performance.now() - startedMs) / msPerSecond, { ...commonAttributes(request), ...status })
  }
}
