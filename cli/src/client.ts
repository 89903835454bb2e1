/** The controller's HTTP interface as typed calls. Every failure is a {@link CommandFailure} that says what to do. */
import {
  apiPaths,
  type CompareAnswer,
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
} from '@ringside/contract'
import { CommandFailure, messageOf, usageFailure } from './failure.ts'
import { type ServerSentEvent, serverSentEvents } from './server-sent-events.ts'

/** Longest wait for an answer; the largest is a report, which the controller computes as it is asked. */
const answerTimeoutMs = 60_000

/** Bad gateway, unavailable, gateway timeout: the controller, or what stands before it, is about to start or to stop. */
const passingStatuses: readonly number[] = [502, 503, 504]

export interface Client {
  /** Base of the controller's address, without a slash at its end. */
  readonly url: string
  /** The answer as it comes, which may be large; of these calls nothing limits the time. */
  open(path: string, init?: RequestInit): Promise<Response>
  submit(request: SubmissionRequest, headers: Readonly<Record<string, string>>): Promise<Submission>
  report(submissionId: string): Promise<Report>
  runs(limit: number): Promise<readonly RunSummary[]>
  run(id: string): Promise<RunDetail>
  trace(runId: string, filter?: SpanFilter): Promise<RunTrace>
  /** Single spans of a run, page by page. */
  spans(runId: string, query: SpanPageQuery): Promise<SpanPage>
  /** The spans that a run lies in. */
  spansAbove(runId: string): Promise<SpanPage>
  /** The slowest packets. */
  outliers(runId: string, query: SpanFilter & { readonly limit: number }): Promise<OutlierList>
  /** Each side is `RUN` or `RUN:BACKEND`. */
  compare(a: string, b: string): Promise<CompareAnswer>
  /** The events of a submission until the connection ends. Throws {@link Unreachable} when there is none. */
  events(submissionId: string, signal: AbortSignal): AsyncGenerator<ServerSentEvent>
}

/** Nobody answers at the address, or the connection broke: worth another try, unlike a refusal. */
export class Unreachable extends CommandFailure {}

/** A client of the controller at `url`. Nothing is sent before the first call. */
export function createClient(url: string): Client {
  const base = url.replace(/\/+$/, '')
  const get = <T>(path: string): Promise<T> => request<T>(base, path, {})
  return {
    url: base,
    open: (path, init = {}) => send(base, path, init),
    submit: (body, headers) =>
      request(base, apiPaths.submissions, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    report: (id) => get(`${at(apiPaths.submission, id)}/report`),
    runs: async (limit) => (await get<{ runs: readonly RunSummary[] }>(`${apiPaths.runs}?limit=${limit}`)).runs,
    run: (id) => get(at(apiPaths.run, id)),
    trace: (id, filter = {}) => get(`${at(apiPaths.run, id)}/trace${queryOf(filter)}`),
    spans: (id, query) => get(`${at(apiPaths.run, id)}/spans${queryOf(query)}`),
    spansAbove: (id) => get(`${at(apiPaths.run, id)}/spans/above`),
    outliers: (id, query) => get(`${at(apiPaths.run, id)}/outliers${queryOf(query)}`),
    compare: (a, b) => get(`${apiPaths.comparisons}?${new URLSearchParams({ a, b })}`),
    events: async function* (id, signal) {
      const headers = { accept: 'text/event-stream' }
      const response = await send(base, `${at(apiPaths.submission, id)}/events`, { headers, signal })
      if (response.body === null) throw new Unreachable(`the controller at ${base} sent no events`)
      try {
        yield* serverSentEvents(response.body)
      } catch (error) {
        throw new Unreachable(`the connection to the controller at ${base} broke: ${messageOf(error)}`, { cause: error })
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

async function request<T>(base: string, path: string, init: RequestInit): Promise<T> {
  const response = await send(base, path, { ...init, signal: AbortSignal.timeout(answerTimeoutMs) })
  try {
    return (await response.json()) as T
  } catch (error) {
    throw new CommandFailure(
      `${base}${path} answered something other than JSON (${messageOf(error)}); is this a Ringside controller?`,
    )
  }
}

/** The response when it is a 2xx; otherwise throws what the controller said, or that it did not answer. */
async function send(base: string, path: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(`${base}${path}`, init)
  } catch (error) {
    throw new Unreachable(unreachableMessage(base, error), { cause: error })
  }
  if (response.ok) return response
  throw await refusal(response, `${base}${path}`)
}

function unreachableMessage(base: string, error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return `the controller at ${base} did not answer within ${answerTimeoutMs / 1000} s; look at its log`
  }
  const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined
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
  const isBadInput = response.status === 400 || response.status === 404 || response.status === 422
  return isBadInput ? usageFailure(message, problem.faults) : new CommandFailure(message, { faults: problem.faults ?? [] })
}

function parseProblem(text: string): Problem | undefined {
  try {
    const value = JSON.parse(text) as Partial<Problem> | null
    return typeof value?.title === 'string' ? { ...(value as Problem), detail: value.detail ?? '' } : undefined
  } catch {
    return undefined
  }
}
