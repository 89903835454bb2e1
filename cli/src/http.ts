/** Requests to the controller. Every failure is a {@link CommandFailure} that says what to do. */
import type { Problem } from '@ringside/contract'
import { distrustMessage, tokenHint } from './access-hints.ts'
import { CommandFailure, messageOf, usageFailure } from './failure.ts'

/** Longest wait for an answer; the largest is a report, which the controller computes as it is asked. */
const answerTimeoutMs = 60_000

/** Bad gateway, unavailable, gateway timeout: the controller, or what stands before it, is about to start or to stop. */
const passingStatuses: readonly number[] = [502, 503, 504]

/** Nobody answers at the address, or the connection broke: worth another try, unlike a refusal. */
export class Unreachable extends CommandFailure {
  /** Something was there, and may have done what it was asked before it went. */
  get mayHaveArrived(): boolean {
    const { cause } = this
    const reason = cause instanceof Error ? (cause.cause as NodeJS.ErrnoException | undefined) : undefined
    return reason?.code !== 'ECONNREFUSED' && reason?.code !== 'ENOTFOUND'
  }
}

/** The answer to a request when it is a 2xx within a minute; otherwise throws what the controller said, or that it did not answer. */
export const send = (request: Request): Promise<Response> =>
  sendWithin(request, AbortSignal.any([request.signal, AbortSignal.timeout(answerTimeoutMs)]))

/** The same for an answer that does not end by itself. */
export const sendOpenEnded = (request: Request): Promise<Response> => sendWithin(request, request.signal)

async function sendWithin(request: Request, signal: AbortSignal): Promise<Response> {
  let response: Response
  try {
    response = await fetch(request, { signal })
  } catch (error) {
    throw new Unreachable(unreachableMessage(new URL(request.url).origin, error), { cause: error })
  }
  if (response.ok) return response
  throw await refusal(response, request.url)
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

/** A call that is not described yet. `data` is undefined where the answer has no content. */
export async function plainCall(
  url: string,
  { method, headers, body }: { method: string; headers: Readonly<Record<string, string>>; body: object | undefined },
): Promise<{ readonly data?: unknown }> {
  const content = { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await send(new Request(url, { method, ...(body === undefined ? { headers } : content) }))
  return response.status === 204 ? {} : { data: await response.json() }
}
