/** Books what becomes of every span: in the total, and in the account that was open when it was given. */
import type { Answer } from './http-sender.ts'
import { type DropCause, SpanTally } from './tally.ts'

export interface ExporterLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** Spans of one request, and where they are booked. */
export interface Booked {
  readonly spans: number
  readonly tallies: readonly SpanTally[]
}

/** How a request ended. `damaged`: what was spooled is not what was written. */
export type Ending = Exclude<Answer, { status: 'retry' }> | { readonly status: 'damaged' }

/** Receivers may say something else each time; what was said is not remembered forever. */
const maxComplaints = 100

export class Ledger {
  /** Of all spans since the start, those that an earlier process left on disk among them. */
  readonly total = new SpanTally()
  readonly #log: ExporterLog
  readonly #complaints = new Set<string>()
  #account: SpanTally | undefined

  constructor(log: ExporterLog) {
    this.#log = log
  }

  /** A new account in the place of the one before. */
  openAccount(): SpanTally {
    this.#account = new SpanTally()
    return this.#account
  }

  given(spans: number): Booked {
    return this.#give({ spans, tallies: this.#account === undefined ? [this.total] : [this.total, this.#account] })
  }

  /** Given to an earlier process, now ours to account for. */
  inherited(spans: number): Booked {
    return this.#give({ spans, tallies: [this.total] })
  }

  toDisk({ spans, tallies }: Booked): void {
    for (const tally of tallies) tally.spooled += spans
  }

  fromDisk({ spans, tallies }: Booked): void {
    for (const tally of tallies) tally.spooled -= spans
  }

  end(booked: Booked, ending: Ending): void {
    if (ending.status === 'accepted') this.#accepted(booked, ending)
    else if (ending.status === 'refused') this.drop(booked, 'refused', ending.reason)
    else this.drop(booked, 'damaged', 'a spooled request is damaged or gone')
  }

  /** Says each reason once; how many spans it cost is in the tallies. */
  drop({ spans, tallies }: Booked, cause: DropCause, reason: string): void {
    for (const tally of tallies) tally.drop(spans, cause, reason)
    if (this.#complaints.has(reason)) return
    if (this.#complaints.size === maxComplaints) this.#complaints.clear()
    this.#complaints.add(reason)
    this.#log.warn({ cause, reason }, 'spans dropped')
  }

  #give(booked: Booked): Booked {
    for (const tally of booked.tallies) tally.given += booked.spans
    return booked
  }

  #accepted({ spans, tallies }: Booked, { rejectedSpans, message }: Extract<Answer, { status: 'accepted' }>): void {
    const rejected = Math.min(rejectedSpans, spans)
    for (const tally of tallies) tally.delivered += spans - rejected
    const reason = `the receiver rejected spans of a request${message && `: ${message}`}`
    if (rejected > 0) this.drop({ spans: rejected, tallies }, 'rejected', reason)
  }
}
