/**
 * Sends OTLP requests over HTTP and keeps trying through a receiver's restart.
 *
 * Retries follow the OTLP specification 1.x, "OTLP/HTTP Response": 429, 502, 503, 504 and failed connections are
 * retried with exponential backoff and jitter, or after what Retry-After says; everything else is final, and a
 * partial success is never sent again. Every attempt of a request carries the same bytes, so that a receiver which
 * had stored them before the connection broke can tell.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'

const firstBackoffMs = 200
const maxBackoffMs = 5_000
const retryableStatuses = new Set([429, 502, 503, 504])

/** How a request ended. `refused` is final for this request, `unreachable` says that patience ran out. */
export type Delivery =
  | { readonly status: 'delivered'; readonly rejectedSpans: number }
  | { readonly status: 'refused' | 'unreachable'; readonly reason: string }

export interface OtlpClientOptions {
  /** Base URL of the receiver, without `/v1/traces`. */
  readonly endpoint: string
  /**
   * How long an outage is waited out, counted from its first failure and over all requests: patience is for a
   * receiver that is gone, and ten requests do not make it come back later. Default 60 000.
   */
  readonly patienceMs?: number
  /** How long one attempt may take. Default 30 000. */
  readonly requestTimeoutMs?: number
}

interface Attempt {
  readonly retryAfterMs?: number
  readonly retryReason: string
}

export class OtlpClient {
  readonly #url: string
  readonly #requestTimeoutMs: number
  readonly #hurried = new AbortController()
  #patienceMs: number
  #outage: { readonly sinceMs: number; lastMs: number } | undefined

  constructor({ endpoint, patienceMs = 60_000, requestTimeoutMs = 30_000 }: OtlpClientOptions) {
    this.#url = `${endpoint.replace(/\/+$/, '')}/v1/traces`
    this.#patienceMs = patienceMs
    this.#requestTimeoutMs = requestTimeoutMs
  }

  /** Sends one ExportTraceServiceRequest in protobuf. Never rejects: how it ended is the answer. */
  async post(body: Uint8Array): Promise<Delivery> {
    // Failures long past belong to another outage, which ended unseen.
    if (this.#outage !== undefined && performance.now() - this.#outage.lastMs > this.#patienceMs) this.#outage = undefined
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#send(body)
      if ('status' in answer) {
        this.#outage = undefined
        return answer
      }
      const waitMs = Math.max(answer.retryAfterMs ?? 0, backoffMs(attempt))
      const leftMs = this.#remainingPatienceMs()
      if (waitMs > leftMs) return { status: 'unreachable', reason: `${this.#url}: ${answer.retryReason}` }
      const { signal } = this.#hurried
      await sleep(waitMs, undefined, signal.aborted ? {} : { signal }).catch(() => undefined)
    }
  }

  /** From now on at most `patienceMs`, for an agent that is about to end; waits under way are cut short. */
  hurry(patienceMs: number): void {
    this.#patienceMs = Math.min(this.#patienceMs, patienceMs)
    if (this.#outage !== undefined) this.#outage = { ...this.#outage, sinceMs: performance.now() }
    this.#hurried.abort()
  }

  async #send(body: Uint8Array): Promise<Delivery | Attempt> {
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf' },
        body: body as Uint8Array<ArrayBuffer>,
        signal: AbortSignal.timeout(Math.min(this.#requestTimeoutMs, this.#patienceMs)),
      })
      // A 2xx whose body is cut off has been accepted; asking again could store it twice.
      const content = await response.arrayBuffer().catch(() => new ArrayBuffer(0))
      if (response.ok) return { status: 'delivered', rejectedSpans: rejectedSpans(new Uint8Array(content)) }
      const reason = `HTTP ${response.status} ${response.statusText}`.trim()
      if (!retryableStatuses.has(response.status)) return { status: 'refused', reason: `${this.#url}: ${reason}` }
      const retryAfterMs = parseRetryAfterMs(response.headers.get('retry-after'))
      return { retryReason: reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
    } catch (error) {
      return { retryReason: connectionFailure(error) }
    }
  }

  /** Of the outage under way, which begins now unless it has begun before. */
  #remainingPatienceMs(): number {
    const nowMs = performance.now()
    this.#outage ??= { sinceMs: nowMs, lastMs: nowMs }
    this.#outage.lastMs = nowMs
    return this.#patienceMs - (nowMs - this.#outage.sinceMs)
  }
}

/** Doubling from {@link firstBackoffMs} to {@link maxBackoffMs}, the upper half of it random. */
function backoffMs(attempt: number): number {
  const ceilingMs = Math.min(maxBackoffMs, firstBackoffMs * 2 ** attempt)
  return ceilingMs * (0.5 + Math.random() / 2)
}

/** Milliseconds of a Retry-After header, in seconds or as an HTTP date (RFC 9110, 10.2.3); undefined when there is none. */
export function parseRetryAfterMs(value: string | null, nowUnixMs: number = Date.now()): number | undefined {
  if (value === null) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const unixMs = Date.parse(value)
  return Number.isNaN(unixMs) ? undefined : Math.max(0, unixMs - nowUnixMs)
}

/** A response that cannot be read is taken as full success: the status said so. */
function rejectedSpans(response: Uint8Array): number {
  try {
    return Number(ProtobufTraceSerializer.deserializeResponse(response).partialSuccess?.rejectedSpans ?? 0)
  } catch {
    return 0
  }
}

function connectionFailure(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
}
