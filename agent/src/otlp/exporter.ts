/**
 * Delivers spans through everything that may happen to a receiver. A request waits in memory, which is bounded; when the receiver
 * is away, or too slow for `patienceMs`, it goes to disk; when the receiver is back, what is on disk is delivered first, oldest
 * first. Nothing waits forever, and every span is counted as delivered, spooled or dropped.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { Answer, Payload, Send } from './http-sender.ts'
import { type Booked, type Ending, type ExporterLog, Ledger } from './ledger.ts'
import { Outage } from './outage.ts'
import { Pulse } from './pulse.ts'
import type { Spool } from './spool.ts'
import type { SpoolFile } from './spool-file.ts'
import type { DropCause, SpanTally } from './tally.ts'

/** Where encoded spans go. */
export interface SpanSink {
  /**
   * Takes an ExportTraceServiceRequest in protobuf that holds `spans` spans; the bytes must not change afterwards. Resolves when
   * there is room for it in memory, else when it is on disk or counted as lost. Never rejects.
   */
  send(body: Uint8Array, spans: number): Promise<void>
}

export interface ExporterOptions {
  readonly send: Send
  /** Absent: what cannot be delivered in time is dropped. */
  readonly spool?: Spool | undefined
  readonly compression: 'gzip' | 'none'
  readonly memoryBytes: number
  readonly patienceMs: number
  /** Nothing is sent, everything counts as dropped. */
  readonly disabled?: boolean
  /** Default 2: one request is decoded while another is stored. */
  readonly parallelRequests?: number
  /** Between attempts, doubling from the first to the largest. Default 200 and 10 000. */
  readonly firstBackoffMs?: number
  readonly maxBackoffMs?: number
  readonly log: ExporterLog
}

/** What a service that watches the agent wants to know. */
export interface ExporterCounters {
  readonly given: number
  readonly delivered: number
  readonly droppedBy: Readonly<Partial<Record<DropCause, number>>>
  readonly memoryBytes: number
  readonly spooledSpans: number
  readonly spooledBytes: number
  readonly attempts: number
  readonly failedAttempts: number
  /** The receiver does not answer. */
  readonly away: boolean
}

interface Batch {
  payload: Payload
  readonly booked: Booked
  readonly sinceMs: number
  /** Its place on disk, should it come there. */
  readonly place: number | undefined
}

type Retry = Extract<Answer, { status: 'retry' }>
type Job = { readonly batch: Batch } | { readonly file: SpoolFile }

/** A receiver may ask for more time than a timer can count. */
const longestTimerMs = 3_600_000
const compress = promisify(gzip)

export class OtlpExporter implements SpanSink {
  readonly #options: ExporterOptions
  readonly #ledger: Ledger
  readonly #outage: Outage
  readonly #changed = new Pulse()
  readonly #stop = new AbortController()
  /** In memory and not being sent, oldest first. */
  readonly #waiting: Batch[] = []
  readonly #spooled = new Map<SpoolFile, Booked>()
  /** In memory, those being sent or written too. */
  #batches = 0
  #memoryBytes = 0
  #inFlight = 0
  #attempts = 0
  #failedAttempts = 0
  #holds = 0
  #spilling = false
  #diskFailed = false
  #hurried = false
  #timer: NodeJS.Timeout | undefined
  #end: NodeJS.Timeout | undefined
  #endMs = Number.POSITIVE_INFINITY

  constructor(options: ExporterOptions) {
    const { patienceMs, firstBackoffMs = 200, maxBackoffMs = 10_000 } = options
    this.#options = options
    this.#ledger = new Ledger(options.log)
    this.#outage = new Outage({ patienceMs, firstBackoffMs, maxBackoffMs })
    this.#adopt(options.spool)
    this.#pump()
  }

  /** A new account: all that is given from now on is booked there, and in the total. */
  openAccount(): SpanTally {
    return this.#ledger.openAccount()
  }

  async send(body: Uint8Array, spans: number): Promise<void> {
    const booked = this.#ledger.given(spans)
    const place = this.#options.spool?.claimPlace()
    if (this.#options.disabled) return this.#ledger.drop(booked, 'disabled', 'OTEL_SDK_DISABLED is true')
    await this.#changed.until(() => this.#reserve(body.length))
    this.#waiting.push({ payload: { body, gzip: false }, booked, place, sinceMs: performance.now() })
    this.#pump()
  }

  /** Counts spans that were lost before they could be given. */
  lose(spans: number, cause: DropCause, reason: string): void {
    this.#ledger.drop(this.#ledger.given(spans), cause, reason)
  }

  /** Until released, nothing is delivered from disk: a trial is being measured. What is given is still sent. */
  hold(): () => void {
    let held = 1
    this.#holds += held
    return () => {
      this.#holds -= held
      held = 0
      this.#pump()
    }
  }

  /** Resolves when nothing waits in memory: all that was given is delivered, on disk or dropped. */
  settle(): Promise<void> {
    return this.#changed.until(() => this.#batches === 0)
  }

  /** Settles, and tries to deliver what is on disk: until nothing is left there, or the receiver does not answer, or `limitMs`. */
  async catchUp(limitMs: number): Promise<void> {
    await this.settle()
    this.#outage.tryNow()
    this.#pump()
    const late = sleep(limitMs, undefined, { ref: false })
    const stuck = () => this.#hurried || this.#holds > 0 || (this.#outage.away && this.#inFlight === 0)
    await Promise.race([this.#changed.until(() => !this.#options.spool?.spans || stuck()), late])
  }

  /** For an agent that is about to end: after `patienceMs` nothing is tried any more, what is left goes to disk. The shortest counts. */
  hurry(patienceMs: number): void {
    this.#outage.tryNow()
    this.#pump()
    const endMs = performance.now() + patienceMs
    if (endMs >= this.#endMs) return
    this.#endMs = endMs
    clearTimeout(this.#end)
    this.#end = setTimeout(() => {
      this.#hurried = true
      this.#stop.abort()
      this.#pump()
    }, patienceMs)
  }

  /** Delivers what it can within `patienceMs`, leaves the rest on disk, and gives the spool's folder back. */
  async close(patienceMs: number): Promise<void> {
    this.hold()
    this.hurry(patienceMs)
    await this.#changed.until(() => this.#inFlight === 0 && this.#batches === 0)
    clearTimeout(this.#end)
    clearTimeout(this.#timer)
    this.#hurried = true
    await this.#options.spool?.close()
  }

  counters(): ExporterCounters {
    const { given, delivered, droppedBy, spooled: spooledSpans } = this.#ledger.total
    const spooledBytes = this.#options.spool?.bytes ?? 0
    const attempts = { attempts: this.#attempts, failedAttempts: this.#failedAttempts }
    const { away } = this.#outage
    return { given, delivered, droppedBy, memoryBytes: this.#memoryBytes, spooledSpans, spooledBytes, ...attempts, away }
  }

  /** Takes room for a request, if there is; one that is larger than the bound is taken alone. */
  #reserve(bytes: number): boolean {
    if (this.#batches > 0 && this.#memoryBytes + bytes > this.#options.memoryBytes) return false
    this.#batches++
    this.#memoryBytes += bytes
    return true
  }

  /** What an earlier process left on disk was given to that one; now it is ours to account for. */
  #adopt(spool: Spool | undefined): void {
    if (spool === undefined) return
    for (const file of spool.waiting) {
      const booked = this.#ledger.inherited(file.spans)
      this.#ledger.toDisk(booked)
      this.#spooled.set(file, booked)
    }
    const { folder, spans, tornSpans } = spool
    if (spans > 0) this.#options.log.info({ folder, spans }, 'spans of an earlier agent are on disk')
    if (tornSpans > 0) this.#ledger.drop(this.#ledger.inherited(tornSpans), 'damaged', 'cut off while it was written to disk')
  }

  /** Does what can be done now, and sets the timer for what comes later. Called at every change. */
  #pump(): void {
    for (let job = this.#nextJob(); job !== undefined; job = this.#nextJob()) {
      this.#inFlight++
      void this.#deliver(job).finally(() => {
        this.#inFlight--
        this.#pump()
      })
    }
    void this.#spill()
    clearTimeout(this.#timer)
    const wakeMs = this.#wakeMs()
    if (wakeMs !== undefined) this.#timer = setTimeout(() => this.#pump(), Math.ceil(Math.min(wakeMs, longestTimerMs)))
    // What is on disk is no reason to stay alive.
    if (this.#batches === 0) this.#timer?.unref()
    this.#changed.beat()
  }

  #nextJob(): Job | undefined {
    const { parallelRequests = 2, spool, disabled } = this.#options
    if (this.#hurried || disabled || this.#outage.waitMs > 0) return undefined
    // One is enough to find out whether the receiver is back.
    if (this.#inFlight >= (this.#outage.underWay ? 1 : parallelRequests)) return undefined
    const file = this.#holds === 0 ? spool?.take() : undefined
    if (file !== undefined) return { file }
    const batch = this.#waiting.shift()
    return batch === undefined ? undefined : { batch }
  }

  /** Until an attempt may be made, or until the oldest in memory has waited long enough. */
  #wakeMs(): number | undefined {
    const { spool } = this.#options
    const [oldest] = this.#waiting
    const times: number[] = []
    const somethingToSend = oldest !== undefined || (this.#holds === 0 && (spool?.waiting.length ?? 0) > 0)
    if (this.#outage.waitMs > 0 && somethingToSend) times.push(this.#outage.waitMs)
    if (oldest !== undefined && !this.#spilling && this.#mayLeave(oldest)) times.push(this.#patienceLeftMs(oldest))
    return this.#hurried || times.length === 0 ? undefined : Math.max(1, Math.min(...times))
  }

  async #deliver(job: Job): Promise<void> {
    this.#attempts++
    const beganMs = performance.now()
    const answer = await this.#attempt(job).catch((error: Error): Retry => ({ status: 'retry', reason: error.message }))
    if (answer.status === 'retry') return this.#failed(job, beganMs, answer)
    if (answer.status !== 'damaged') this.#answered()
    await this.#finish(job, answer)
  }

  #answered(): void {
    if (this.#outage.away) this.#options.log.info({ spooledSpans: this.#ledger.total.spooled }, 'the OTLP receiver is back')
    this.#outage.over()
  }

  #failed(job: Job, beganMs: number, { reason, retryAfterMs }: Retry): void {
    this.#failedAttempts++
    const wasAway = this.#outage.away
    this.#outage.failed(beganMs, retryAfterMs)
    if (this.#outage.away && !wasAway) {
      const remedy = this.#options.spool === undefined ? 'spans are dropped' : 'spans are kept on disk'
      this.#options.log.warn({ reason }, `the OTLP receiver is away, ${remedy}`)
    }
    if ('batch' in job) this.#waiting.unshift(job.batch)
    else this.#options.spool?.giveBack(job.file)
  }

  /** Rejects when the request cannot be read now and perhaps can later. */
  async #attempt(job: Job): Promise<Ending | Answer> {
    const payload = 'batch' in job ? await this.#compressed(job.batch) : await this.#options.spool?.read(job.file)
    return payload === undefined ? { status: 'damaged' } : await this.#options.send(payload, this.#stop.signal)
  }

  /** Once, so that every attempt sends the same bytes; off the event loop. */
  async #compressed(batch: Batch): Promise<Payload> {
    const { payload } = batch
    if (this.#options.compression === 'none' || payload.gzip) return payload
    const body = await compress(payload.body, { level: constants.Z_BEST_SPEED })
    this.#memoryBytes += body.length - payload.body.length
    batch.payload = { body, gzip: true }
    return batch.payload
  }

  async #finish(job: Job, ending: Ending): Promise<void> {
    if ('batch' in job) {
      this.#ledger.end(job.batch.booked, ending)
      return this.#forget(job.batch)
    }
    const booked = this.#spooled.get(job.file)
    this.#spooled.delete(job.file)
    if (booked !== undefined) {
      this.#ledger.fromDisk(booked)
      this.#ledger.end(booked, ending)
    }
    await this.#options.spool?.remove(job.file)
  }

  /** Moves to disk what should no longer wait in memory, one after the other. */
  async #spill(): Promise<void> {
    if (this.#spilling) return
    this.#spilling = true
    for (let batch = this.#overdue(); batch !== undefined; batch = this.#overdue()) {
      await this.#toDisk(batch)
      this.#pump()
    }
    this.#spilling = false
  }

  #overdue(): Batch | undefined {
    const [oldest] = this.#waiting
    if (oldest === undefined) return undefined
    const late = this.#patienceLeftMs(oldest) <= 0 && this.#mayLeave(oldest)
    return this.#mustLeave || late ? this.#waiting.shift() : undefined
  }

  #patienceLeftMs({ sinceMs }: Batch): number {
    return sinceMs + this.#options.patienceMs - performance.now()
  }

  /** Nobody will take from memory what waits there. */
  get #mustLeave(): boolean {
    return this.#hurried || this.#outage.away
  }

  /** To disk, if it is late; where there is no room it waits on for a receiver that is slow. */
  #mayLeave({ payload }: Batch): boolean {
    return !this.#diskFailed && (this.#options.spool?.hasRoomFor(payload.body.length) ?? false)
  }

  async #toDisk(batch: Batch): Promise<void> {
    const { spool } = this.#options
    const { booked } = batch
    const stored = spool && (await spool.put(await this.#compressed(batch), booked.spans, batch.place))
    this.#diskFailed = stored?.ok === false
    if (stored?.ok === false && !this.#mustLeave) {
      this.#waiting.unshift(batch)
      return
    }
    if (stored?.ok) {
      this.#ledger.toDisk(booked)
      this.#spooled.set(stored.file, booked)
    } else if (stored === undefined) {
      this.#ledger.drop(booked, 'unreachable', 'the receiver is away and there is no spool')
    } else {
      this.#ledger.drop(booked, stored.cause, stored.reason)
    }
    this.#forget(batch)
  }

  #forget(batch: Batch): void {
    this.#batches--
    this.#memoryBytes -= batch.payload.body.length
  }
}
