/** One POST of JSON, with a limit of time on all of it. */

export interface PostOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** Ends it before its time. */
  readonly signal: AbortSignal
}

/** Of an answer that is no success: enough to know what it was. */
const quotedChars = 200

/** Resolves on any 2xx. Rejects with an Error whose message names the status, or what kept it from coming. Follows no redirects. */
export async function postJson(url: string, body: string, { headers, timeoutMs, signal }: PostOptions): Promise<void> {
  const limit = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'ringside', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([limit, signal]),
    })
    const text = await firstOf(response)
    if (response.ok) return
    throw new Error(`it answered ${response.status}${text === '' ? '' : `: ${text}`}, expected 2xx`)
  } catch (error) {
    if (limit.aborted) throw new Error(`no answer within ${timeoutMs / 1_000} s`)
    throw new Error(reasonOf(error))
  }
}

/** The beginning of an answer; whoever sends without end is not listened to. */
async function firstOf(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  const first = await reader?.read()
  await reader?.cancel()
  return Buffer.from(first?.value ?? [])
    .toString()
    .slice(0, quotedChars)
    .trim()
}

/** What `fetch` hides behind "fetch failed". */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  if (!(cause instanceof Error)) return message
  return `${message}: ${cause.message === '' ? ((cause as NodeJS.ErrnoException).code ?? cause.name) : cause.message}`
}
