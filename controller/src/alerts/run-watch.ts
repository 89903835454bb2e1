/**
 * Watches the runs that end: each is judged once, in the order they ended, apart from the way of results, which waits for none of
 * it. What was stored and not judged is found at the next start. A run of a series of which something waits to be confirmed is
 * judged after that.
 */
import type { Logger } from 'pino'
import { RedisUnavailableError } from '../queue/redis.ts'
import { isFinal, type RunRecord } from '../runs/run-record.ts'
import { StoreError } from '../store/store.ts'
import type { Alerts } from './alerts.ts'
import type { Confirmations } from './confirmation.ts'
import type { JudgementRecord, JudgementStore } from './judgement-store.ts'
import { pause } from './pause.ts'
import type { RuleBook } from './rule-book.ts'
import type { Judged, RunJudge } from './run-judge.ts'
import { type EndedRun, endedRunOf, type MeasuredRun, measuredRunOf } from './series.ts'
import type { SeriesStore } from './series-store.ts'
import type { Suspicions } from './suspicions.ts'
import { type Watch, watchesOf } from './watches.ts'

/** What must be known of a host to judge its runs. */
export interface WatchedHosts {
  /** Undefined of a host that nobody knows. */
  fingerprint(host: string): Promise<string | undefined>
  labels(host: string): Promise<Readonly<Record<string, string>>>
}

export interface RunWatchOptions {
  readonly series: Pick<SeriesStore, 'save' | 'unjudged'>
  readonly judgements: Pick<JudgementStore, 'save'>
  readonly rules: Pick<RuleBook, 'list'>
  readonly judge: RunJudge
  readonly alerts: Pick<Alerts, 'observe'>
  readonly suspicions: Suspicions
  readonly confirmations: Confirmations
  readonly hosts: WatchedHosts
  readonly logger: Logger
  /** After the store was out of reach. */
  readonly retryMs?: number
  /** Told of everything that was judged. */
  readonly onJudged?: (judgement: JudgementRecord) => void
}

/** Runs that nobody watches are marked together. */
const mostAtOnce = 500
const defaultRetryMs = 2_000

/** A run that fails to be judged so often, though the store is there, is left out: others wait behind it. */
const mostTries = 5

/** A run that has ended. */
interface Ended {
  readonly runId: string
  /** What is not in memory is in the store. */
  readonly run?: MeasuredRun
  /** Of a run that was to confirm something. */
  readonly failure?: string
  tries: number
}

export class RunWatch {
  readonly #options: RunWatchOptions
  readonly #stop = new AbortController()
  #queue: Ended[] = []
  #deferred: Ended[] = []
  #working: Promise<void> | undefined
  #isStarted = false

  constructor(options: RunWatchOptions) {
    this.#options = options
  }

  /** Takes up what an earlier process has left. */
  async start(): Promise<void> {
    const { suspicions, confirmations, series } = this.#options
    const waiting = await suspicions.restore()
    const unjudged = await series.unjudged()
    const known = new Set(this.#queue.map(({ runId }) => runId))
    for (const runId of unjudged) if (!known.has(runId)) this.#queue.push({ runId, tries: 0 })
    for (const { runId, confirmationRunId } of waiting) {
      const confirmation = await confirmations.find(confirmationRunId)
      if (confirmation?.state === 'failed') this.ended(confirmation)
      if (confirmation !== undefined) continue
      const suspected = await confirmations.find(runId)
      if (suspected !== undefined) await confirmations.submit(suspected.spec)
      else this.#queue.push({ runId: confirmationRunId, failure: 'cannot be made: the run itself is gone', tries: 0 })
    }
    this.#isStarted = true
    this.#wake()
  }

  /** A run has changed; those that have ended are judged soon. Costs next to nothing. */
  ended(record: RunRecord): void {
    if (!isFinal(record.state)) return
    const { id: runId, confirms } = record.spec
    if (record.state === 'succeeded') this.#queue.push({ runId, run: measuredRunOf(record), tries: 0 })
    else if (confirms !== undefined)
      this.#queue.push({ runId, failure: `has failed (${record.failure?.cause ?? 'no cause'})`, tries: 0 })
    else return
    this.#wake()
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#working
  }

  #wake(): void {
    // Before it has started it does not know what was left to it.
    if (!this.#isStarted) return
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined
      if (this.#queue.length > 0 && !this.#stop.signal.aborted) this.#wake()
    })
  }

  async #work(): Promise<void> {
    const { signal } = this.#stop
    // Whoever adds in this turn of the event loop comes along.
    await Promise.resolve()
    while (this.#queue.length > 0 && !signal.aborted) {
      try {
        await this.#takeSome()
      } catch (error) {
        this.#options.logger.warn({ err: error }, 'runs could not be judged; next try soon')
        await pause(this.#options.retryMs ?? defaultRetryMs, signal)
      }
    }
  }

  /** What it has done leaves the queue, and what it has not stays there. */
  async #takeSome(): Promise<void> {
    const { series, rules, hosts, suspicions } = this.#options
    const taken = this.#queue.slice(0, mostAtOnce)
    const watched: { ended: Ended; run: EndedRun; watches: Watch[] }[] = []
    const unwatched: { ended: Ended; run: EndedRun }[] = []
    for (const ended of taken) {
      if (ended.failure !== undefined) {
        await this.#settle({ ok: false, runId: ended.runId, reason: ended.failure })
        this.#done([ended])
        continue
      }
      const run = await this.#runOf(ended)
      if (run === undefined) {
        this.#done([ended])
        continue
      }
      const watches = watchesOf(run, rules.list(), await hosts.labels(run.spec.host))
      if (watches.length > 0 || suspicions.awaits(run.spec.id)) watched.push({ ended, run, watches })
      else unwatched.push({ ended, run })
    }
    await series.save(unwatched.map(({ run }) => run))
    this.#done(unwatched.map(({ ended }) => ended))
    for (const { ended, run, watches } of watched) {
      if (this.#stop.signal.aborted) return
      await this.#takeOne(ended, run, watches).catch((error: unknown) => this.#tryAgain(ended, error))
    }
  }

  #tryAgain(ended: Ended, error: unknown): void {
    const isAway = error instanceof RedisUnavailableError || (error instanceof StoreError && error.code === undefined)
    if (isAway || ++ended.tries < mostTries) throw error
    this.#options.logger.error({ err: error, run: ended.runId }, 'a run cannot be judged, and is left out until the next start')
    this.#done([ended])
  }

  async #takeOne(ended: Ended, run: EndedRun, watches: readonly Watch[]): Promise<void> {
    const { suspicions, series } = this.#options
    if (suspicions.awaits(run.spec.id)) await this.#settle({ ok: true, run })
    else if (run.spec.confirms === undefined) {
      const place = ({ of, metric }: Watch) => ({ series: of.series, metric, runId: run.spec.id })
      if (watches.some((watch) => suspicions.holds(place(watch)))) {
        this.#deferred.push(ended)
        return this.#done([ended])
      }
      await this.#judge(run, watches)
    }
    await series.save([run])
    this.#done([ended])
  }

  async #judge(run: EndedRun, watches: readonly Watch[]): Promise<void> {
    const { judge, judgements, alerts, suspicions, confirmations } = this.#options
    const judged: Judged[] = []
    for (const watch of watches) judged.push(await judge.judge(run, watch))
    const confirmationRunId = confirmations.idOf(run.spec)
    const records = judged.map(
      ({ record, level }): JudgementRecord =>
        record.verdict === 'worse' && level === undefined ? { ...record, state: 'suspected', confirmationRunId } : record,
    )
    const suspected = records.filter(({ state }) => state === 'suspected')
    await judgements.save(records)
    if (suspected.length > 0) await confirmations.submit(run.spec)
    // However fast that run ends, it is looked at after this one.
    for (const record of suspected) suspicions.add(record)
    for (const { record, level } of judged)
      if (level !== undefined) await alerts.observe(record, { runId: run.spec.id, ratio: record.ratio, level })
    for (const record of records) this.#options.onJudged?.(record)
  }

  async #settle(end: Parameters<Suspicions['settle']>[0]): Promise<void> {
    for (const record of await this.#options.suspicions.settle(end)) this.#options.onJudged?.(record)
    this.#queue.push(...this.#deferred.splice(0))
  }

  async #runOf({ runId, run }: Ended): Promise<EndedRun | undefined> {
    const { hosts, confirmations } = this.#options
    if (run !== undefined) return endedRunOf(run, await hosts.fingerprint(run.spec.host))
    const record = await confirmations.find(runId)
    return record === undefined ? undefined : endedRunOf(measuredRunOf(record), await hosts.fingerprint(record.spec.host))
  }

  #done(ended: readonly Ended[]): void {
    const gone = new Set(ended)
    this.#queue = this.#queue.filter((one) => !gone.has(one))
  }
}
