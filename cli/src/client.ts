/** The controller's HTTP interface as typed calls. Every failure is a {@link CommandFailure} that says what to do. */
import {
  type AuditPage,
  type AuditQuery,
  apiPaths,
  type CancelAnswer,
  type CancelRequest,
  type CompareAnswer,
  type CreatedToken,
  type CreateTokenRequest,
  type OutlierList,
  type Problem,
  type Report,
  type RunDetail,
  type RunSummary,
  type RunTrace,
  type SpanFilter,
  type SpanPage,
  type SpanPageQuery,
  type Submission,
  type SubmissionRequest,
  type TokenInfo,
} from '@ringside/contract'
import { distrustMessage, tokenHint } from './access-hints.ts'
import type { Connection } from './contexts.ts'
import { CommandFailure, messageOf, usageFailure } from './failure.ts'
import { type ServerSentEvent, serverSentEvents } from './server-sent-events.ts'
import { trust } from './trust.ts'

/** Longest wait for an answer; the largest is a report, which the controller computes as it is asked. */
const answerTimeoutMs = 60_000

/** Bad gateway, unavailable, gateway timeout: the controller, or what stands before it, is about to start or to stop. */
const passingStatuses: readonly number[] = [502, 503, 504]

export interface Client {
  /** Base of the controller's address, without a slash at its end. */
  readonly url: string
  /** Whether it shows a token, which is let in where its scopes say and nowhere else. */
  readonly hasToken: boolean
  submit(request: SubmissionRequest, headers: Readonly<Record<string, string>>): Promise<Submission>
  report(submissionId: string): Promise<Report>
  runs(limit: number): Promise<readonly RunSummary[]>
  run(id: string): Promise<RunDetail>
  /** One of what a run has left behind besides figures and spans. */
  artifact(runId: string, name: string): Promise<{ readonly mediaType: string; readonly text: string }>
  /** Of a run, or of a submission with all that is unfinished of it. */
  cancel(id: string, request: CancelRequest): Promise<CancelAnswer>
  trace(runId: string, filter?: SpanFilter): Promise<RunTrace>
  /** Single spans of a run, page by page. */
  spans(runId: string, query: SpanPageQuery): Promise<SpanPage>
  /** The spans that a run lies in. */
  spansAbove(runId: string): Promise<SpanPage>
  /** The slowest packets. */
  outliers(runId: string, query: SpanFilter & { readonly limit: number }): Promise<OutlierList>
  /** Each side is `RUN` or `RUN:BACKEND`. */
  compare(a: string, b: string): Promise<CompareAnswer>
  tokens(): Promise<readonly TokenInfo[]>
  createToken(request: CreateTokenRequest): Promise<CreatedToken>
  revokeToken(id: string): Promise<TokenInfo>
  audit(query: AuditQuery): Promise<AuditPage>
  /** Any other call; undefined where the answer has no content. */
  call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Answer>
  /** The events of a submission until the connection ends. Throws {@link Unreachable} when there is none. */
  events(submissionId: string, signal: AbortSignal): AsyncGenerator<ServerSentEvent>
}

/** Nobody answers at the address, or the connection broke: worth another try, unlike a refusal. */
export class Unreachable extends CommandFailure {}

/** A client of the controller at an address. Nothing is sent before the first call. */
export function createClient({ url, token, ca }: Connection): Client {
  if (ca !== undefined) trust(ca)
  const base: Base = {
    url: url.replace(/\/+$/, ''),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  }
  const get = <T>(path: string): Promise<T> => request<T>(base, path, {})
  const post = <T>(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<T> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
    return request<T>(base, path, init)
  }
  return {
    url: base.url,
    hasToken: token !== undefined,
    submit: (body, headers) => post(apiPaths.submissions, body, headers),
    cancel: (id, body) => post(`${at(id.startsWith('s-') ? apiPaths.submission : apiPaths.run, id)}/cancel`, body),
    report: (id) => get(`${at(apiPaths.submission, id)}/report`),
    runs: async (limit) => (await get<{ runs: readonly RunSummary[] }>(`${apiPaths.runs}?limit=${limit}`)).runs,
    run: (id) => get(at(apiPaths.run, id)),
    artifact: async (id, name) => {
      const signal = AbortSignal.timeout(answerTimeoutMs)
      const response = await send(base, `${at(apiPaths.run, id)}/artifacts/${encodeURIComponent(name)}`, { signal })
      return { mediaType: response.headers.get('content-type') ?? '', text: await response.text() }
    },
    trace: (id, filter = {}) => get(`${at(apiPaths.run, id)}/trace${queryOf(filter)}`),
    spans: (id, query) => get(`${at(apiPaths.run, id)}/spans${queryOf(query)}`),
    spansAbove: (id) => get(`${at(apiPaths.run, id)}/spans/above`),
    outliers: (id, query) => get(`${at(apiPaths.run, id)}/outliers${queryOf(query)}`),
    compare: (a, b) => get(`${apiPaths.comparisons}?${new URLSearchParams({ a, b })}`),
    tokens: async () => (await get<{ tokens: readonly TokenInfo[] }>(apiPaths.tokens)).tokens,
    createToken: (body) => post(apiPaths.tokens, body),
    revokeToken: (id) => request(base, at(apiPaths.token, id), { method: 'DELETE' }),
    audit: ({ limit, cursor, who }) => get(`${apiPaths.audit}${queryOf({ limit, cursor, who })}`),
    call: (method, path, body) =>
      request(base, path, {
        method,
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      }),
    events: async function* (id, signal) {
      const headers = { accept: 'text/event-stream' }
      const response = await send(base, `${at(apiPaths.submission, id)}/events`, { headers, signal })
      if (response.body === null) throw new Unreachable(`the controller at ${base.url} sent no events`)
      try {
        yield* serverSentEvents(response.body)
      } catch (error) {
        throw new Unreachable(`the connection to the controller at ${base.url} broke: ${messageOf(error)}`, { cause: error })
      }
    },
  }
}

const at = (path: string, id: string): string => path.replace(':id', encodeURIComponent(id))

/** `?queue=0&queue=1&failed=true`; "" for a query that says nothing. */
function queryOf(query: object): string {
  const pairs = Object.entries(query).flatMap(([key, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((each): [string, string] => [key, String(each)]),
  )
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

interface Base {
  /** Without a slash at its end. */
  readonly url: string
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>
}

async function request<T>(base: Base, path: string, init: RequestInit): Promise<T> {
  const response = await send(base, path, { ...init, signal: AbortSignal.timeout(answerTimeoutMs) })
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch (error) {
    throw new CommandFailure(
      `${base.url}${path} answered something other than JSON (${messageOf(error)}); is this a Ringside controller?`,
    )
  }
}

/** The response when it is a 2xx; otherwise throws what the controller said, or that it did not answer. */
async function send({ url, headers }: Base, path: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(`${url}${path}`, { ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } })
  } catch (error) {
    throw new Unreachable(unreachableMessage(url, error), { cause: error })
  }
  if (response.ok) return response
  throw await refusal(response, `${url}${path}`)
}

function unreachableMessage(base: string, error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return `the controller at ${base} did not answer within ${answerTimeoutMs / 1000} s; look at its log`
  }
  const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined
  const distrusted = distrustMessage(base, cause?.code)
  if (distrusted !== undefined) return distrusted
  if (cause?.code === 'ECONNREFUSED') return `no controller at ${base}; start one with: ringside up`
  return `no controller at ${base} (${cause?.code ?? cause?.message ?? messageOf(error)}); start one with: ringside up, or give its address: --url`
}

async function refusal(response: Response, url: string): Promise<CommandFailure> {
  const text = await response.text().catch(() => '')
  if (passingStatuses.includes(response.status))
    return new Unreachable(`${url} answered ${response.status} ${response.statusText}; try again`)
  const problem = parseProblem(text)
  if (problem === undefined) {
    return new CommandFailure(`${url} answered ${response.status} ${response.statusText}; is this a Ringside controller?`)
  }
  const message = problem.detail === '' ? problem.title : problem.detail
  const faults = problem.faults?.map(({ value, ...fault }) => ({ ...fault, value })) ?? []
  if (response.status === 401) return new CommandFailure(`${message.split('; ')[0]}; ${tokenHint}`)
  const isBadInput = response.status === 400 || response.status === 404 || response.status === 422
  return isBadInput ? usageFailure(message, faults) : new CommandFailure(message, { faults })
}

function parseProblem(text: string): Problem | undefined {
  try {
    const value = JSON.parse(text) as Partial<Problem> | null
    return typeof value?.title === 'string' ? { ...(value as Problem), detail: value.detail ?? '' } : undefined
  } catch {
    return undefined
  }
}
