/**
 * Server-sent events of runs (WHATWG HTML, section 9.2): the state of each first, then every change and progress report.
 * An event's id is its place among the changes. A client that comes back with the last id it saw is told what it missed,
 * nothing twice; when that is no longer kept, or the controller has been started anew, it is told everything again.
 */
import type { ServerResponse } from 'node:http'
import type { RunEvent, RunSummary } from '@ringside/contract'
import type { RunChanges } from '../runs/run-changes.ts'
import { isFinal, versionOf } from '../runs/run-record.ts'

/** Comments that keep proxies from closing a silent stream. */
const keepAliveMs = 10_000
/** What a client waits before it comes back. */
const retryMs = 1_000
/** A client that leaves this much unread is told no more until it has read. */
const maxUnreadBytes = 1 << 16

export interface EventStreamOptions {
  readonly response: ServerResponse
  readonly changes: RunChanges
  /** `Last-Event-ID` of a client that was here before. */
  readonly lastEventId?: string | undefined
  /** Whether a change is for this client. */
  readonly wanted: (run: RunSummary) => boolean
  /** The present state of everything that is to be told first. */
  readonly current: () => Promise<readonly RunSummary[]>
  /** Of a stream that ends when all its runs have: whether a run is yet to be told of as final. */
  readonly unfinished?: (id: string) => boolean
}

/** Streams until all runs are final or the client goes. When the current state cannot be read the client is cut off. */
export async function streamEvents(options: EventStreamOptions): Promise<void> {
  const { response, changes } = options
  const timer = setInterval(() => !response.writableNeedDrain && response.write(': still here\n\n'), keepAliveMs)
  try {
    const stream = new EventStream(options)
    let place = placeOf(options.lastEventId, changes)
    place = place === undefined ? await stream.tellAll() : await stream.takeUp(place)
    while (!stream.isOver) {
      const missed = changes.after(place)
      if (missed === undefined) place = await stream.tellAll()
      else if (missed.length > 0) place = await stream.tellChanges(missed)
      else if (stream.isDone) return stream.end()
      else await stream.wait(changes.next())
    }
  } catch (error) {
    response.destroy(error as Error)
  } finally {
    clearInterval(timer)
  }
}

/** The place an id stands for; undefined for one that this process has not given out or no longer keeps. */
function placeOf(id: string | undefined, changes: RunChanges): number | undefined {
  const [epoch, digits] = id?.split('-') ?? []
  if (epoch !== changes.epoch || digits === undefined || !/^\d{1,15}$/.test(digits)) return undefined
  const place = Number(digits)
  return place <= changes.latest && changes.after(place) !== undefined ? place : undefined
}

class EventStream {
  readonly #options: EventStreamOptions
  /** Runs that are yet to end. */
  #open = new Set<string>()
  /** How far the client knows each run to be, of those it was told of as they stood. */
  readonly #known = new Map<string, number>()

  #wake: (() => void) | undefined

  constructor(options: EventStreamOptions) {
    this.#options = options
    for (const event of ['close', 'drain']) options.response.on(event, () => this.#wake?.())
  }

  /** The client has gone, or was told the end. */
  get isOver(): boolean {
    const { response } = this.#options
    return response.destroyed || response.writableEnded
  }

  /** Nothing more will happen to these runs. */
  get isDone(): boolean {
    return this.#options.unfinished !== undefined && this.#open.size === 0
  }

  /** Tells how everything stands, and returns the place from which changes follow. */
  async tellAll(): Promise<number> {
    const { changes, current } = this.#options
    const place = changes.latest
    const runs = await current()
    this.#begin()
    this.#open = new Set(runs.flatMap(({ id, state }) => (isFinal(state) ? [] : [id])))
    // Who breaks off among these has not seen them all, so only the last one has an id.
    for (const [index, run] of runs.entries()) {
      this.#known.set(run.id, versionOfSummary(run))
      await this.#write('run', run, index === runs.length - 1 ? place : undefined)
    }
    return place
  }

  /** Goes on at a place, for a client that knows how everything stood there. */
  async takeUp(place: number): Promise<number> {
    const { current, unfinished } = this.#options
    const runs = unfinished === undefined ? [] : await current()
    this.#begin()
    // Whatever has ended was told by now, or is among the changes that follow.
    this.#open = new Set(runs.flatMap(({ id }) => (unfinished?.(id) ? [id] : [])))
    return place
  }

  async tellChanges(missed: readonly { readonly number: number; readonly run: RunSummary }[]): Promise<number> {
    const { wanted, changes } = this.#options
    let place = changes.latest
    for (const { number, run } of missed) {
      place = number
      if (isFinal(run.state)) this.#open.delete(run.id)
      // What was read as it stood may be ahead of the changes.
      if (!wanted(run) || (this.#known.get(run.id) ?? 0) > versionOfSummary(run)) continue
      await this.#write('run', run, number)
    }
    return place
  }

  /** Until something happens: what is waited for, or to the client. */
  wait(promise?: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
      promise?.then(resolve)
    })
  }

  end(): void {
    this.#options.response.end(eventText('end', {}))
  }

  #begin(): void {
    const { response } = this.#options
    if (response.headersSent || this.isOver) return
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    response.write(`retry: ${retryMs}\n\n`)
  }

  async #write(event: RunEvent, data: object, place?: number): Promise<void> {
    const { response, changes } = this.#options
    if (this.isOver) return
    response.write(eventText(event, data, place === undefined ? undefined : `${changes.epoch}-${place}`))
    while (response.writableLength > maxUnreadBytes && !this.isOver) await this.wait()
  }
}

const versionOfSummary = ({ attempt, state }: RunSummary): number => versionOf({ spec: { attempt }, state })

function eventText(event: RunEvent, data: object, id?: string): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`
}
