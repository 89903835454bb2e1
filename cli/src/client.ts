/** The controller's HTTP interface as typed calls, which its OpenAPI document describes. Failures are {@link CommandFailure}. */
import type {
  AuditPage,
  AuditQuery,
  CancelAnswer,
  CancelRequest,
  CompareAnswer,
  CreatedToken,
  CreateTokenRequest,
  OutlierList,
  Report,
  RunDetail,
  RunListQuery,
  RunPage,
  RunTrace,
  SpanFilter,
  SpanPage,
  SpanPageQuery,
  Submission,
  SubmissionRequest,
  TokenInfo,
} from '@ringside/contract'
import type { paths } from '@ringside/contract/openapi'
import { type ServerSentEvent, serverSentEvents } from '@ringside/contract/server-sent-events'
import createOpenapiClient, { type Client as OpenapiClient } from 'openapi-fetch'
import type { Connection } from './contexts.ts'
import { CommandFailure, messageOf } from './failure.ts'
import { plainCall, send, sendOpenEnded, Unreachable } from './http.ts'
import { trust } from './trust.ts'

export { Unreachable } from './http.ts'

export interface SubmitHeaders {
  /** Sent again under one key, a suite makes no second submission. */
  readonly key: string
  /** Of the trace that the submission is part of. */
  readonly trace: Readonly<Record<string, string>>
}

export interface Client {
  /** Base of the controller's address, without a slash at its end. */
  readonly url: string
  /** The answer as it comes, which may be large; of these calls nothing limits the time. */
  open(path: string, init?: RequestInit): Promise<Response>
  /** Whether it shows a token, which is let in where its scopes say and nowhere else. */
  readonly hasToken: boolean
  submit(request: SubmissionRequest, headers: SubmitHeaders): Promise<Submission>
  report(submissionId: string): Promise<Report>
  /** A page of runs, newest first. */
  runs(query: Partial<RunListQuery>): Promise<RunPage>
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
  /**
   * The events of a submission until the connection ends; only what came after the event `lastId` where that is known.
   * Throws {@link Unreachable} when there is none.
   */
  events(submissionId: string, options: { signal: AbortSignal; lastId?: string | undefined }): AsyncGenerator<ServerSentEvent>
}

/** A client of the controller at an address. Nothing is sent before the first call. */
export function createClient({ url, token, ca }: Connection): Client {
  if (ca !== undefined) trust(ca)
  const base = url.replace(/\/+$/, '')
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const api = createOpenapiClient<paths>({ baseUrl: base, headers, fetch: send })
  const at = (id: string) => ({ path: { id } })
  const answer = answersOf(base)
  /** openapi-fetch takes pairs of numbers for arrays of any length. */
  const withPairs = <Body>(call: Promise<{ readonly data?: unknown }>) => answer(call) as Promise<Body>
  return {
    url: base,
    hasToken: token !== undefined,
    open: (path, init = {}) =>
      sendOpenEnded(new Request(`${base}${path}`, { ...init, headers: { ...headers, ...init.headers } })),
    submit: (body, { key, trace }) =>
      answer(api.POST('/api/v1/submissions', { params: { header: { 'idempotency-key': key } }, headers: trace, body })),
    cancel: (id, body) =>
      id.startsWith('s-')
        ? answer(api.POST('/api/v1/submissions/{id}/cancel', { params: at(id), body }))
        : answer(api.POST('/api/v1/runs/{id}/cancel', { params: at(id), body })),
    report: (id) => withPairs<Report>(api.GET('/api/v1/submissions/{id}/report', { params: at(id) })),
    runs: (query) => answer(api.GET('/api/v1/runs', { params: { query } })),
    run: (id) => answer(api.GET('/api/v1/runs/{id}', { params: at(id) })),
    artifact: async (id, name) => {
      const { data, response } = await api.GET('/api/v1/runs/{id}/artifacts/{name}', {
        params: { path: { id, name } },
        parseAs: 'text',
      })
      return { mediaType: response.headers.get('content-type') ?? '', text: String(data) }
    },
    trace: (id, query = {}) => answer(api.GET('/api/v1/runs/{id}/trace', { params: { ...at(id), query } })),
    spans: (id, query) => answer(api.GET('/api/v1/runs/{id}/spans', { params: { ...at(id), query } })),
    spansAbove: (id) => answer(api.GET('/api/v1/runs/{id}/spans/above', { params: at(id) })),
    outliers: (id, query) => answer(api.GET('/api/v1/runs/{id}/outliers', { params: { ...at(id), query } })),
    compare: (a, b) => withPairs<CompareAnswer>(api.GET('/api/v1/comparisons', { params: { query: { a, b } } })),
    tokens: async () => (await answer(api.GET('/api/v1/tokens'))).tokens,
    createToken: (body) => answer(api.POST('/api/v1/tokens', { body: { ...body, scopes: [...body.scopes] } })),
    revokeToken: (id) => answer(api.DELETE('/api/v1/tokens/{id}', { params: at(id) })),
    audit: (query) => answer(api.GET('/api/v1/audit', { params: { query } })),
    call: <Answer>(method: string, path: string, body?: object) =>
      answer(plainCall(`${base}${path}`, { method, headers, body })) as Promise<Answer>,
    events: (id, options) => eventsOf(api, base, { id, ...options }),
  }
}

/** The body of an answer; that it fits its type is the controller's promise. */
function answersOf(base: string) {
  return async <Body>(call: Promise<{ readonly data?: Body }>): Promise<Body> => {
    try {
      const { data } = await call
      return data as Body
    } catch (error) {
      if (error instanceof CommandFailure) throw error
      throw new CommandFailure(
        `the controller at ${base} answered something other than JSON (${messageOf(error)}); is this a Ringside controller?`,
      )
    }
  }
}

async function* eventsOf(
  api: OpenapiClient<paths>,
  base: string,
  { id, lastId, signal }: { id: string; lastId?: string | undefined; signal: AbortSignal },
): AsyncGenerator<ServerSentEvent> {
  const { data } = await api.GET('/api/v1/submissions/{id}/events', {
    params: { path: { id }, header: lastId === undefined ? {} : { 'last-event-id': lastId } },
    headers: { accept: 'text/event-stream' },
    parseAs: 'stream',
    fetch: sendOpenEnded,
    signal,
  })
  if (!data) throw new Unreachable(`the controller at ${base} sent no events`)
  try {
    yield* serverSentEvents(data)
  } catch (error) {
    throw new Unreachable(`the connection to the controller at ${base} broke: ${messageOf(error)}`, { cause: error })
  }
}
