/** Answers questions about runs from the store, with the progress of those that are under way. */
import {
  type IssuedSpans,
  type RunDetail,
  type RunSpec,
  type RunSummary,
  type SpanCounts,
  type Submission,
  traceStatus,
} from '@ringside/contract'
import { mayHaveAged, type Retention } from '../store/retention.ts'
import { countSpans, type StoredSpans } from '../store/span-queries.ts'
import type { Store } from '../store/store.ts'
import type { RunLife } from './run-life.ts'
import { attemptsOf, type RunRecord, summaryOf, traceIdOf } from './run-record.ts'
import type { RunStore } from './run-store.ts'

export class RunReader {
  readonly #store: Store
  readonly #runs: RunStore
  readonly #life: RunLife
  readonly #retention: Retention

  constructor(store: Store, { runs, life, retention }: { runs: RunStore; life: RunLife; retention: Retention }) {
    this.#store = store
    this.#runs = runs
    this.#life = life
    this.#retention = retention
  }

  async detail(id: string): Promise<RunDetail | undefined> {
    const record = await this.#runs.find(id)
    return record === undefined ? undefined : this.#detailOf(record)
  }

  /** Of a run's spans; undefined if there is no such run. */
  async traceId(id: string): Promise<string | undefined> {
    const record = await this.#runs.find(id)
    return record && traceIdOf(record.spec)
  }

  /** Its runs are in the order of the suite. */
  async submission(id: string): Promise<Submission | undefined> {
    const records = await this.#runs.ofSubmission(id)
    const [first] = records
    if (first === undefined) return undefined
    return { id, suite: first.spec.suite, traceId: traceIdOf(first.spec), runs: records.map((record) => this.summary(record)) }
  }

  /** What a run is to do; undefined if there is no such run. */
  async spec(id: string): Promise<RunSpec | undefined> {
    return (await this.#runs.find(id))?.spec
  }

  /** What the runs of a submission were to do, in the order of the suite; empty if there is no such submission. */
  async specs(submissionId: string): Promise<RunSpec[]> {
    return (await this.#runs.ofSubmission(submissionId)).map(({ spec }) => spec)
  }

  summary(record: RunRecord): RunSummary {
    const live = this.#life.live.get(record.spec.id)
    const now = this.#present(record)
    return summaryOf(now, { progress: live?.progress, cancelling: live?.cancellation !== undefined })
  }

  /** States of runs under way reach the store a little later. */
  #present(stored: RunRecord): RunRecord {
    return this.#life.live.get(stored.spec.id)?.record ?? stored
  }

  async #detailOf(found: RunRecord): Promise<RunDetail> {
    const record = this.#present(found)
    const detail: RunDetail = { ...this.summary(record), spec: record.spec, attempts: attemptsOf(record) }
    const { result } = record
    if (result === undefined) return detail
    const stored = await countSpans(this.#store, [record.spec.id])
    const hasAged = mayHaveAged(this.#retention, record.endedAtMs ?? Date.now(), Date.now())
    const spans: SpanCounts = { ...spanCounts(result.spans, stored), ...(hasAged && { aged: true }) }
    return { ...detail, result, spans, traceStatus: traceStatus(spans) }
  }
}

/** Both counts beside each other. */
function spanCounts(issued: IssuedSpans, stored: StoredSpans): SpanCounts {
  return {
    ioctl: { issued: issued.ioctlIssued, stored: stored.ioctl },
    doorbell: {
      rung: issued.doorbellRung,
      recorded: issued.doorbellRecorded,
      selected: issued.doorbellSelected,
      stored: stored.doorbell,
    },
    outlier: { found: issued.outliersFound, stored: stored.outlier },
    eventsDropped: issued.eventsDropped,
    dropped: issued.dropped,
    spooled: issued.spooled,
  }
}
