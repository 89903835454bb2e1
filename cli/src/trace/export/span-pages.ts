/** All spans of a run that pass a filter, a page at a time. */
import type { SpanFilter, SpanPage } from '@ringside/contract'
import type { Client } from '../../client.ts'

/** Spans a page: some megabytes, so that neither side holds more than two such pages whatever the run has. */
const pageSpans = 5_000

export interface PagesRequest {
  readonly runId: string
  readonly filter: SpanFilter
  /** Spans a page. */
  readonly limit?: number | undefined
}

/**
 * Pages in the order of the store. The next one is asked for while the last is being used, and none before that:
 * whoever writes slowly holds the store back.
 */
export async function* spanPages(client: Client, { runId, filter, limit = pageSpans }: PagesRequest): AsyncGenerator<SpanPage> {
  const ask = (cursor?: string): Promise<SpanPage> => {
    const page = client.spans(runId, { ...filter, limit, ...(cursor !== undefined && { cursor }) })
    // It can fail before it is waited for, or when nobody wants it any more; whoever waits hears of it all the same.
    page.catch(() => undefined)
    return page
  }
  let asked: Promise<SpanPage> | undefined = ask()
  while (asked !== undefined) {
    const page: SpanPage = await asked
    asked = page.next === undefined ? undefined : ask(page.next)
    yield page
  }
}
