/**
 * One attempt to deliver a request over OTLP/HTTP, and what its answer means. Source: OpenTelemetry Protocol Specification 1.9,
 * "OTLP/HTTP Response": 429, 502, 503, 504 and failed connections may be tried again, everything else is final, a partial
 * success too.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { responseText } from './response-text.ts'
import type { OtlpSettings } from './settings.ts'

/** A request's body as it is sent: the same bytes at every attempt, so that a receiver can tell that it had them. */
export interface Payload {
  readonly body: Uint8Array
  readonly gzip: boolean
}

export type Answer =
  | { readonly status: 'accepted'; readonly rejectedSpans: number; readonly message: string }
  /** Final: the same bytes will be refused again. */
  | { readonly status: 'refused'; readonly reason: string }
  | { readonly status: 'retry'; readonly reason: string; readonly retryAfterMs?: number }

/** Never rejects. Aborting answers `retry`: whether the receiver has the spans is then unknown. */
export type Send = (payload: Payload, signal: AbortSignal) => Promise<Answer>

export type SenderSettings = Pick<OtlpSettings, 'tracesUrl' | 'headers' | 'timeoutMs' | 'tls'>

const retryableStatuses = new Set([429, 502, 503, 504])
/** Answers are short; of one that is not, the beginning is enough. */
const maxAnswerBytes = 64 << 10

export function httpSender({ tracesUrl, headers, timeoutMs, tls }: SenderSettings): Send {
  const url = new URL(tracesUrl)
  const secure = url.protocol === 'https:'
  const agent = secure ? new HttpsAgent({ keepAlive: true, ...tls }) : new HttpAgent({ keepAlive: true })
  const request = secure ? httpsRequest : httpRequest
  const post = ({ body, gzip }: Payload, signal: AbortSignal) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const encoding = gzip ? { 'content-encoding': 'gzip' } : {}
      const content = { 'content-type': 'application/x-protobuf', 'content-length': body.length, ...encoding }
      request(url, { method: 'POST', agent, signal, headers: { ...headers, ...content } })
        .on('response', resolve)
        .on('error', reject)
        .end(body)
    })
  return async (payload, signal) => {
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const response = await post(payload, AbortSignal.any([signal, timeout]))
      // A success whose body is cut off has been accepted; asking again could store it twice.
      return meaningOf(response, await contentOf(response))
    } catch (error) {
      return { status: 'retry', reason: timeout.aborted ? `no answer within ${timeoutMs} ms` : connectionFailure(error) }
    }
  }
}

/** As much of the body as came, {@link maxAnswerBytes} at most. */
async function contentOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk)
      length += chunk.length
      if (length > maxAnswerBytes) break
    }
  } catch {}
  return Buffer.concat(chunks)
}

function meaningOf({ statusCode = 0, statusMessage, headers }: IncomingMessage, content: Buffer): Answer {
  if (statusCode >= 200 && statusCode < 300) return { status: 'accepted', ...partialSuccess(content) }
  const said = responseText(content, headers['content-type'])
  const reason = `HTTP ${statusCode} ${statusMessage}`.trim() + (said === '' ? '' : `: ${said}`)
  if (!retryableStatuses.has(statusCode)) return { status: 'refused', reason }
  const retryAfterMs = parseRetryAfterMs(headers['retry-after'])
  return { status: 'retry', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

/** A response that cannot be read is taken as full success: the status said so. */
function partialSuccess(content: Buffer): { rejectedSpans: number; message: string } {
  try {
    const { partialSuccess } = ProtobufTraceSerializer.deserializeResponse(content)
    return { rejectedSpans: Number(partialSuccess?.rejectedSpans ?? 0), message: partialSuccess?.errorMessage ?? '' }
  } catch {
    return { rejectedSpans: 0, message: '' }
  }
}

/** Milliseconds of a Retry-After header, in seconds or as an HTTP date (RFC 9110, 10.2.3); undefined when there is none. */
export function parseRetryAfterMs(value: string | undefined, nowUnixMs: number = Date.now()): number | undefined {
  if (value === undefined) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const unixMs = Date.parse(value)
  return Number.isNaN(unixMs) ? undefined : Math.max(0, unixMs - nowUnixMs)
}

function connectionFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
