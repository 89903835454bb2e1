/** The unfinished runs, by id and by host. */
import type { RunProgress } from '@ringside/contract'
import type { Cancellation } from './cancellation.ts'
import type { RunRecord } from './run-record.ts'

export interface LiveRun {
  record: RunRecord
  /** Whether its job has been added; before that, a missing job means nothing. */
  enqueued: boolean
  progress?: RunProgress | undefined
  cancellation?: Cancellation | undefined
}

/** Parts of a record that many runs have alike. */
type Shared = 'backends' | 'tracing' | 'timeouts' | 'tuning' | 'artifacts' | 'alerts' | 'point'

type SharedText = 'suite' | 'label' | 'pointId' | 'contentId'

export class LiveRuns {
  readonly #runs = new Map<string, LiveRun>()
  readonly #byHost = new Map<string, Map<string, LiveRun>>()
  readonly #bySubmission = new Map<string, Set<string>>()
  /** What runs of one submission share is kept once: a hundred thousand runs are to fit. */
  readonly #parts = new Map<string, unknown>()
  /** Parts that are the ones kept: within a submission most are so already. */
  readonly #kept = new WeakSet<object>()

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

  /** Whether any run of these hosts is unfinished. */
  areBusy(hosts: Iterable<string>): boolean {
    for (const host of hosts) if (this.#byHost.has(host)) return true
    return false
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
    const { spec } = record
    const shared: Pick<RunRecord['spec'], Shared | SharedText> = {
      backends: this.#once(spec.backends),
      tracing: this.#once(spec.tracing),
      timeouts: this.#once(spec.timeouts),
      tuning: this.#once(spec.tuning),
      artifacts: this.#once(spec.artifacts),
      alerts: this.#once(spec.alerts),
      point: this.#once(spec.point),
      suite: this.#onceText(spec.suite),
      label: this.#onceText(spec.label),
      pointId: this.#onceText(spec.pointId),
      contentId: this.#onceText(spec.contentId),
    }
    return { ...record, spec: { ...spec, ...shared } }
  }

  #once<Part extends object>(part: Part): Part {
    if (this.#kept.has(part)) return part
    const key = JSON.stringify(part)
    const known = this.#parts.get(key) as Part | undefined
    if (known !== undefined) return known
    this.#parts.set(key, part)
    this.#kept.add(part)
    return part
  }

  #onceText(text: string): string {
    const known = this.#parts.get(text) as string | undefined
    if (known === undefined) this.#parts.set(text, text)
    return known ?? text
  }
}

function drop(index: Map<string, { delete(id: string): boolean; readonly size: number }>, key: string, id: string): void {
  const ids = index.get(key)
  ids?.delete(id)
  if (ids?.size === 0) index.delete(key)
}
