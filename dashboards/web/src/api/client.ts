/** The controller's interface as typed calls, made from its OpenAPI document. */
import type { Problem } from '@ringside/contract'
import type { paths } from '@ringside/contract/openapi'
import createClient, { type Middleware } from 'openapi-fetch'
import { askForToken, currentToken } from './token.ts'

/** What went wrong, in the controller's words, or that it did not answer. */
export class ApiError extends Error {
  readonly status: number
  readonly problem: Problem | undefined

  constructor(message: string, status: number, problem?: Problem) {
    super(message)
    this.status = status
    this.problem = problem
  }
}

/** `fetch` that shows the token, and throws {@link ApiError} for every answer but 2xx. */
export async function send(request: Request): Promise<Response> {
  const token = currentToken()
  if (token !== undefined) request.headers.set('authorization', `Bearer ${token}`)
  let response: Response
  try {
    response = await fetch(request)
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error
    throw new ApiError(`the controller at ${location.origin} does not answer; is it still running? Start it with: ringside up`, 0)
  }
  if (response.ok) return response
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined
  const message = problem?.detail || problem?.title || `${response.status} ${response.statusText}`
  if (response.status === 401) askForToken(message)
  throw new ApiError(message, response.status, problem)
}

const throwing: Middleware = {
  onError: ({ error }) => error as Error,
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: send })
api.use(throwing)

/** The content of an answer that was 2xx, as {@link send} guarantees. */
export function content<Data>({ data }: { data?: Data }): Data {
  return data as Data
}
