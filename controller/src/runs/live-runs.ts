/** The unfinished runs, by id and by host. */
import type { RunProgress } from '@ringside/contract'
import type { Cancellation } from './run-life.ts'
import type { RunRecord } from './run-record.ts'

export interface LiveRun {
  record: RunRecord
  /** Whether its job has been added; before that, a missing job means nothing. */
  enqueued: boolean
  progress?: RunProgress | undefined
  cancellation?: Cancellation | undefined
}

/** Parts of a record that many runs have alike. */
type Shared = 'backends' | 'tracing' | 'timeouts'

export class LiveRuns {
  readonly #runs = new Map<string, LiveRun>()
  readonly #byHost = new Map<string, Map<string, LiveRun>>()
  readonly #bySubmission = new Map<string, Set<string>>()
  /** What runs of one submission share is kept once: a hundred thousand runs are to fit. */
  readonly #parts = new Map<string, object>()

  get size(): number {
    return this.#runs.size
  }

  get(id: string): LiveRun | undefined {
    return this.#runs.get(id)
  }

  add(record: RunRecord, enqueued: boolean): void {
    const live: LiveRun = { record: this.#sharing(record), enqueued }
    const { id, host, submissionId } = record.spec
    this.#runs.set(id, live)
    const onHost = this.#byHost.get(host)
    if (onHost === undefined) this.#byHost.set(host, new Map([[id, live]]))
    else onHost.set(id, live)
    const inSubmission = this.#bySubmission.get(submissionId)
    if (inSubmission === undefined) this.#bySubmission.set(submissionId, new Set([id]))
    else inSubmission.add(id)
  }

  /** The run begins anew, without a job as yet. */
  replace(record: RunRecord): LiveRun {
    const before = this.#runs.get(record.spec.id)
    if (before === undefined) this.add(record, false)
    const live = this.#runs.get(record.spec.id) as LiveRun
    live.record = record
    live.enqueued = false
    live.progress = undefined
    return live
  }

  enqueued(id: string): void {
    const live = this.#runs.get(id)
    if (live !== undefined) live.enqueued = true
  }

  delete(id: string): void {
    const live = this.#runs.get(id)
    if (live === undefined) return
    const { host, submissionId } = live.record.spec
    this.#runs.delete(id)
    drop(this.#byHost, host, id)
    drop(this.#bySubmission, submissionId, id)
    if (this.#runs.size === 0) this.#parts.clear()
  }

  /** In the order they came. */
  all(): Iterable<LiveRun> {
    return this.#runs.values()
  }

  /** The states of those that an agent has. */
  underWay(): Map<string, RunRecord['state']> {
    const states = new Map<string, RunRecord['state']>()
    for (const { record } of this.#runs.values()) if (record.state !== 'queued') states.set(record.spec.id, record.state)
    return states
  }

  /** Of a host, in the order they came. */
  on(host: string): Iterable<LiveRun> {
    return this.#byHost.get(host)?.values() ?? []
  }

  /** How many runs of a host have a job, or had one. */
  enqueuedOn(host: string): number {
    let count = 0
    for (const { enqueued } of this.on(host)) if (enqueued) count++
    return count
  }

  ofSubmission(submissionId: string): readonly string[] {
    return [...(this.#bySubmission.get(submissionId) ?? [])]
  }

  hosts(): Iterable<string> {
    return this.#byHost.keys()
  }

  /** How many there are, by state. */
  counts(): Record<'queued' | 'claimed' | 'running', number> {
    const counts = { queued: 0, claimed: 0, running: 0 }
    for (const { record } of this.#runs.values()) {
      if (record.state === 'queued' || record.state === 'claimed' || record.state === 'running') counts[record.state]++
    }
    return counts
  }

  #sharing(record: RunRecord): RunRecord {
    const shared: Partial<Pick<RunRecord['spec'], Shared>> = {
      backends: this.#once(record.spec.backends),
      tracing: this.#once(record.spec.tracing),
      timeouts: this.#once(record.spec.timeouts),
    }
    return { ...record, spec: { ...record.spec, ...shared } }
  }

  #once<Part extends object>(part: Part): Part {
    const key = JSON.stringify(part)
    const known = this.#parts.get(key)
    if (known !== undefined) return known as Part
    this.#parts.set(key, part)
    return part
  }
}

function drop(index: Map<string, { delete(id: string): boolean; readonly size: number }>, key: string, id: string): void {
  const ids = index.get(key)
  ids?.delete(id)
  if (ids?.size === 0) index.delete(key)
}
