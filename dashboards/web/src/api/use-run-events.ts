/** Changes of runs as the controller tells them, over one stream that goes on where it broke. */
import type { RunSummary } from '@ringside/contract'
import { serverSentEvents } from '@ringside/contract/server-sent-events'
import { useEffect, useRef } from 'preact/hooks'
import { send } from './client.ts'

const pauseMs = 2_000

/** Calls `changed` with every run that changes while the component is shown. `query`: as of `/api/v1/events`, such as `suite=x`. */
export function useRunEvents(query: string, changed: (run: RunSummary) => void): void {
  const latest = useRef(changed)
  latest.current = changed
  useEffect(() => {
    const stopping = new AbortController()
    follow(query, stopping.signal, (run) => latest.current(run))
    return () => stopping.abort()
  }, [query])
}

async function follow(query: string, signal: AbortSignal, changed: (run: RunSummary) => void): Promise<void> {
  let lastId: string | undefined
  while (!signal.aborted) {
    try {
      const headers: HeadersInit = lastId === undefined ? {} : { 'last-event-id': lastId }
      const { body } = await send(new Request(`${location.origin}/api/v1/events?${query}`, { headers, signal }))
      for await (const { id, data } of serverSentEvents(body as ReadableStream<Uint8Array>)) {
        lastId = id ?? lastId
        changed(JSON.parse(data) as RunSummary)
      }
    } catch {
      // Told by whatever else the page asks for; the stream is only tried again.
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}
