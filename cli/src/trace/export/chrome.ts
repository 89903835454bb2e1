/**
 * Spans in the Chrome trace event format (JSON object format), which Perfetto and chrome://tracing open. Source: "Trace
 * Event Format", Google, 2016: complete (X), flow (s, f) and metadata (M) events; times in microseconds.
 *
 * A service is a process. Slices of one thread must nest, so a span that does not gets a thread of its own. A doorbell is
 * two slices with an arrow between them: the ring on the track of who rang, the observation on the track of who saw it.
 */
import { attributes, type FullSpan, type RunTrace, spanNames, type TraceSpan } from '@ringside/contract'
import { type Track, Tracks } from './chrome-tracks.ts'

/** One nanosecond, in microseconds: the shortest slice there is. */
const instantUs = 0.001

interface Drawn {
  readonly atNs: number
  durationNs: number
  readonly event: object
}

/** Turns a trace into the text of a Chrome trace, part by part. Feed it in the order `begin`, `doorbells`..., `end`. */
export class ChromeTrace {
  readonly #startUnixNs: bigint
  readonly #tracks = new Tracks((event) => this.#event(event))
  /** The last ring of each track, which lasts until it is seen or until the next one, if that is earlier. */
  readonly #rings = new Map<number, Drawn>()
  /** The last observation of each track: several doorbells are seen at one glance. */
  readonly #seen = new Map<number, number>()
  readonly #trace: RunTrace
  #parts: string[] = []
  #events = 0

  constructor(trace: RunTrace) {
    this.#trace = trace
    const starts = [...trace.spans, ...trace.doorbells].map(({ startUnixNs }) => BigInt(startUnixNs))
    this.#startUnixNs = starts.sort((a, b) => (a < b ? -1 : 1))[0] ?? 0n
  }

  /** The head, and all spans but doorbells. */
  begin(): string {
    const { runId, traceId } = this.#trace
    const otherData = { run: runId, trace: traceId, startUnixNs: String(this.#startUnixNs) }
    this.#parts.push(`{"displayTimeUnit":"ns","otherData":${JSON.stringify(otherData)},"traceEvents":[`)
    // Wide ones first where several start together, because they hold the others.
    const spans = this.#trace.spans.toSorted((a, b) => this.#offsetNs(a) - this.#offsetNs(b) || b.durationNs - a.durationNs)
    const lanes = new Map<string, number[][]>()
    for (const span of spans) this.#span(span, lanes)
    return this.#taken()
  }

  /** A page of doorbells, in the order of the store. */
  doorbells(spans: readonly FullSpan[]): string {
    for (const span of spans) this.#doorbell(span)
    return this.#taken()
  }

  end(): string {
    for (const tid of this.#rings.keys()) this.#endRing(tid)
    this.#parts.push(']}\n')
    return this.#taken()
  }

  #span(span: TraceSpan, lanesOf: Map<string, number[][]>): void {
    const startNs = this.#offsetNs(span)
    const kind = span.name === spanNames.packetOutlier ? 'slow packets' : 'spans'
    const key = `${span.service}\n${kind}`
    const lanes = lanesOf.get(key) ?? []
    lanesOf.set(key, lanes)
    const lane = laneFor(lanes, startNs, startNs + span.durationNs)
    const track = this.#tracks.of(span.service, lane === 0 ? kind : `${kind} ${lane + 1}`)
    const args = { ...span.attributes, span_id: span.spanId, parent_span_id: span.parentSpanId }
    this.#slice({ name: span.name, cat: span.error ? 'span,error' : 'span', ...track, args }, startNs, span.durationNs)
  }

  #doorbell(span: FullSpan): void {
    const [from, to] = span.name === spanNames.doorbellKick ? ['driver', 'device'] : ['device', 'driver']
    const thread = `queue ${span.attributes[attributes.queueIndex] ?? '?'} ${span.name.replace('doorbell.', '')}`
    const startNs = this.#offsetNs(span)
    const ringing = this.#tracks.of(from, thread)
    const args = { ...span.attributes, span_id: span.spanId, parent_span_id: span.parentSpanId, duration_ns: span.durationNs }
    this.#endRing(ringing.tid, startNs)
    const event = { name: span.name, cat: 'doorbell', ...ringing, args }
    this.#rings.set(ringing.tid, { atNs: startNs, durationNs: span.durationNs, event })
    if (span.attributes[attributes.doorbellObserved] === 'false') return
    const seeing = this.#tracks.of(to, `${thread} seen`)
    const seenNs = startNs + span.durationNs
    this.#observation(span.name, seeing, seenNs)
    const flow = { name: span.name, cat: 'doorbell', id: span.spanId }
    this.#event({ ...flow, ph: 's', ...ringing, ts: startNs / 1e3 })
    this.#event({ ...flow, ph: 'f', bp: 'e', ...seeing, ts: seenNs / 1e3 })
  }

  #observation(name: string, track: Track, atNs: number): void {
    if (this.#seen.get(track.tid) === atNs) return
    this.#seen.set(track.tid, atNs)
    this.#event({ name: `${name} seen`, cat: 'doorbell', ph: 'X', ...track, ts: atNs / 1e3, dur: instantUs })
  }

  /** Writes the last ring of a track; it ends where the next begins, because slices of a track must not cross. */
  #endRing(tid: number, nextNs = Number.POSITIVE_INFINITY): void {
    const ring = this.#rings.get(tid)
    if (ring === undefined) return
    this.#rings.delete(tid)
    this.#slice(ring.event, ring.atNs, Math.min(ring.durationNs, nextNs - ring.atNs))
  }

  #slice(event: object, atNs: number, durationNs: number): void {
    this.#event({ ...event, ph: 'X', ts: atNs / 1e3, dur: Math.max(instantUs, durationNs / 1e3) })
  }

  #event(event: object): void {
    this.#parts.push(`${this.#events === 0 ? '\n' : ',\n'}${JSON.stringify(event)}`)
    this.#events += 1
  }

  #offsetNs({ startUnixNs }: TraceSpan): number {
    return Number(BigInt(startUnixNs) - this.#startUnixNs)
  }

  #taken(): string {
    const text = this.#parts.join('')
    this.#parts = []
    return text
  }
}

/** The first lane where a slice from `start` to `end` crosses none that is open. Lanes hold the ends of what is open. */
function laneFor(lanes: number[][], start: number, end: number): number {
  for (const [lane, open] of lanes.entries()) {
    while (open.length > 0 && (open.at(-1) as number) <= start) open.pop()
    if ((open.at(-1) ?? Number.POSITIVE_INFINITY) < end) continue
    open.push(end)
    return lane
  }
  return lanes.push([end]) - 1
}
