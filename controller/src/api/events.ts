/**
 * Server-sent events of a submission: the state of every run first, then each change and progress report, and `end`
 * when all runs are final. A client that reconnects is told everything again, so it needs no event ids.
 */
import type { ServerResponse } from 'node:http'
import type { RunEvent, RunSummary } from '@ringside/contract'
import { isFinal, stateVersion } from '../runs/run-record.ts'

/** Comments that keep proxies from closing a silent stream. */
const keepAliveMs = 10_000
/** A client that leaves this much unread is cut off; it can reconnect. */
const maxUnreadBytes = 1 << 20

export interface EventStreamOptions {
  readonly response: ServerResponse
  /** Starts to hear of changes; returns how to stop. Called before `current`, so that no change falls between. */
  readonly watch: (listener: (run: RunSummary) => void) => () => void
  readonly current: () => Promise<readonly RunSummary[]>
}

/** Streams until all runs are final or the client goes. When the current state cannot be read the client is cut off. */
export async function streamEvents({ response, watch, current }: EventStreamOptions): Promise<void> {
  const sent = new Map<string, RunSummary['state']>()
  const waiting: RunSummary[] = []
  let live = false
  const send = (run: RunSummary) => {
    const before = sent.get(run.id)
    if (before !== undefined && stateVersion[before] > stateVersion[run.state]) return
    sent.set(run.id, run.state)
    write(response, 'run', run)
  }
  const endIfDone = () => {
    if (![...sent.values()].every(isFinal) || response.writableEnded) return
    write(response, 'end', {})
    response.end()
  }
  const stop = watch((run) => {
    if (live) {
      send(run)
      endIfDone()
    } else waiting.push(run)
  })
  response.on('close', stop)
  try {
    const runs = await current()
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    for (const run of [...runs, ...waiting]) send(run)
  } catch (error) {
    response.destroy(error as Error)
    return
  }
  live = true
  keepAlive(response)
  endIfDone()
}

function keepAlive(response: ServerResponse): void {
  const timer = setInterval(() => response.write(': still here\n\n'), keepAliveMs)
  response.on('close', () => clearInterval(timer))
}

function write(response: ServerResponse, event: RunEvent, data: object): void {
  if (response.writableLength > maxUnreadBytes) response.destroy()
  else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}
