/**
 * The queue of one host as the controller sees it: it adds jobs, hears of their changes, and looks for jobs whose
 * agent has gone. Events only make things prompt; {@link HostQueue.sweep} finds whatever they missed.
 */
import {
  attemptOf,
  cancelKey,
  jobId,
  queueName,
  type RunProgress,
  type RunResult,
  type RunSpec,
  runJobName,
} from '@ringside/contract'
import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { parsed } from '../parsed-json.ts'
import type { Cancellation } from '../runs/cancellation.ts'
import type { LiveRun } from '../runs/live-runs.ts'
import type { RunLife, Settlement } from '../runs/run-life.ts'
import type { RunOutcome } from '../runs/run-record.ts'
import type { ObserveSend } from '../telemetry/queue-sends.ts'
import type { QueueEvent } from './event-reader.ts'
import { agentLost, completedOutcome, failedOutcome, jobVanished } from './job-outcome.ts'
import { limitPassed } from './time-limits.ts'

/** Jobs looked at in one sweep; the rest is for the next. */
const sweepLimit = 100
/** Jobs added, or looked for, with one command. */
const chunkJobs = 1_000
/** Events kept in Redis for a controller that is slow to read; results are among them, and a sweep finds what is gone. */
const eventsKept = 50

export interface HostQueueOptions {
  readonly redis: Redis
  readonly life: RunLife
  readonly logger: Logger
  readonly observeSend: ObserveSend
}

export class HostQueue {
  readonly host: string
  readonly #redis: Redis
  readonly #life: RunLife
  readonly #logger: Logger
  readonly #observeSend: ObserveSend
  readonly #queue: Queue<RunSpec, RunResult, typeof runJobName>
  readonly #leftAlone = new Set<string>()
  readonly #settling = new Set<string>()
  /** Jobs that waited for the agent when the queue was last swept. */
  depth = 0

  constructor(host: string, { redis, life, logger, observeSend }: HostQueueOptions) {
    this.host = host
    this.#redis = redis
    this.#life = life
    this.#logger = logger.child({ host })
    this.#observeSend = observeSend
    this.#queue = new Queue(queueName(host), {
      connection: redis,
      defaultJobOptions: { attempts: 1, removeOnComplete: false, removeOnFail: false },
      streams: { events: { maxLen: eventsKept } },
    })
    this.#queue.on('error', (error) => this.#logger.warn({ err: error }, 'queue error'))
  }

  /** The stream of its events. */
  get events(): string {
    return this.#queue.toKey('events')
  }

  /** One job at a time, however many agents the host has; and the cancellations that an earlier controller was asked for. */
  async open(): Promise<void> {
    await this.#queue.waitUntilReady()
    await this.#queue.setGlobalConcurrency(1)
    const asked = await this.#redis.hgetall(cancelKey(this.host))
    for (const [job, text] of Object.entries(asked)) {
      const cancellation = parsed<Cancellation>(text)
      const known = cancellation !== undefined && this.#life.cancelling(attemptOf(job).runId, cancellation)
      if (!known) await this.#redis.hdel(cancelKey(this.host), job)
    }
  }

  async add(specs: readonly RunSpec[]): Promise<void> {
    for (let at = 0; at < specs.length; at += chunkJobs) {
      const jobs = specs.slice(at, at + chunkJobs).map((data) => {
        const { id, attempt, priority } = data
        return { name: runJobName, data, opts: { jobId: jobId(id, attempt), priority } } as const
      })
      await this.#observeSend({ queue: this.#queue.name, jobs: jobs.length }, async () => void (await this.#queue.addBulk(jobs)))
    }
  }

  /** Takes no job from now on until {@link resume}; the one at hand is finished. */
  pause(): Promise<void> {
    return this.#queue.pause()
  }

  resume(): Promise<void> {
    return this.#queue.resume()
  }

  /** Ends a run: at once while it waits, else its agent is told. False when it is over already. */
  async cancel(runId: string, cancellation: Cancellation): Promise<boolean> {
    const live = this.#life.live.get(runId)
    if (live === undefined || !this.#life.cancelling(runId, cancellation)) return false
    const { attempt } = live.record.spec
    const job = jobId(runId, attempt)
    const text = JSON.stringify({ ...cancellation, at: new Date().toISOString() })
    // Told first, so that an agent which claims it in this moment hears of it.
    await this.#redis.hset(cancelKey(this.host), job, text)
    const waited = live.enqueued && (await this.#queue.remove(job)) === 1
    if (waited || !live.enqueued) {
      const { cause, by, reason } = cancellation
      const failure = { cause, message: `${cause} by ${by} while it waited for its host: ${reason}` }
      await this.#life.finish({ runId, attempt }, { ok: false, failure })
      await this.#redis.hdel(cancelKey(this.host), job)
    }
    return true
  }

  /** Deals with events as they come. What fails is for the next sweep. */
  heard(events: readonly QueueEvent[]): void {
    for (const { event, jobId: job, atMs, fields } of events) {
      const ref = attemptOf(job)
      if (event === 'active') this.#life.claimed(ref, atMs)
      else if (event === 'progress') this.#report(job, fields.data)
      else if (event === 'completed')
        this.#settle(job, () => completedOutcome(ref, parsed(fields.returnvalue), fields.returnvalue))
      else if (event === 'failed') this.#settle(job, () => failedOutcome(fields.failedReason))
    }
  }

  /** Settles finished, lost and vanished jobs, whether or not an event told of them, and minds the time limits. */
  async sweep(): Promise<void> {
    // Read before the jobs: a run that appears here has a job already, so a missing job has really vanished.
    const expected = [...this.#life.live.on(this.host)].filter(({ enqueued }) => enqueued)
    const counts = await this.#queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed')
    this.depth = (counts.waiting ?? 0) + (counts.prioritized ?? 0) + (counts.delayed ?? 0)
    if ((counts.completed ?? 0) + (counts.failed ?? 0) > this.#leftAlone.size) await this.#settleEnded()
    if ((counts.active ?? 0) > 0) await this.#lookAfterActive()
    for (const live of expected) await this.#mindLimits(live)
    const present = Object.values(counts).reduce((sum, count) => sum + count, 0)
    if (present - this.#leftAlone.size < this.#life.live.enqueuedOn(this.host)) await this.#findVanished(expected)
  }

  async close(): Promise<void> {
    await this.#queue.close().catch(() => undefined)
  }

  #report(job: string, data: string | undefined): void {
    const progress = parsed<RunProgress>(data)
    if (typeof progress?.phase === 'string') this.#life.report(attemptOf(job), progress)
  }

  async #settleEnded(): Promise<void> {
    for (const job of await this.#queue.getJobs(['completed', 'failed'], 0, sweepLimit - 1, true)) {
      if (job?.id === undefined) continue
      const ref = attemptOf(job.id)
      if (job.processedOn !== undefined) this.#life.claimed(ref, job.processedOn)
      const failed = job.failedReason !== undefined && job.failedReason !== ''
      await this.#settle(job.id, () => (failed ? failedOutcome(job.failedReason) : completedOutcome(ref, job.returnvalue)))
    }
  }

  /** A job in the hands of an agent has a lock that expires unless the agent renews it. */
  async #lookAfterActive(): Promise<void> {
    for (const job of await this.#queue.getJobs(['active'], 0, sweepLimit - 1, true)) {
      if (job?.id === undefined) continue
      if (job.processedOn !== undefined) this.#life.claimed(attemptOf(job.id), job.processedOn)
      this.#report(job.id, JSON.stringify(job.progress))
      const locked = await this.#redis.exists(`${this.#queue.toKey(job.id)}:lock`)
      // The state last: a job that ended meanwhile has no lock either.
      if (locked === 1 || (await this.#queue.getJobState(job.id)) !== 'active') continue
      await this.#settle(job.id, () => ({ ok: false, failure: agentLost }))
    }
  }

  async #mindLimits({ record, cancellation }: LiveRun): Promise<void> {
    const passed = cancellation === undefined ? limitPassed(record, Date.now()) : undefined
    if (passed !== undefined) await this.cancel(record.spec.id, { cause: 'timeout', by: 'the time limit', reason: passed })
  }

  async #findVanished(expected: readonly LiveRun[]): Promise<void> {
    for (let at = 0; at < expected.length; at += chunkJobs) {
      const chunk = expected.slice(at, at + chunkJobs).map((live) => ({ live, spec: live.record.spec }))
      const pipeline = this.#redis.pipeline()
      for (const { spec } of chunk) pipeline.exists(this.#queue.toKey(jobId(spec.id, spec.attempt)))
      const answers = (await pipeline.exec()) ?? []
      for (const [index, { live, spec }] of chunk.entries()) {
        const [error, there] = answers[index] ?? []
        if (error || there === 1 || !live.enqueued || live.record.spec.attempt !== spec.attempt) continue
        await this.#replaceVanished(live)
      }
    }
  }

  async #replaceVanished({ record }: LiveRun): Promise<void> {
    const { id: runId, attempt } = record.spec
    const settlement = await this.#life.vanished(runId, jobVanished)
    const final =
      settlement.kind === 'unknown'
        ? await this.#life.finish({ runId, attempt }, { ok: false, failure: jobVanished })
        : settlement
    await this.#followUp(final)
  }

  /** The job goes only after the store has the result; a crash between the two leaves the job to be found again. */
  async #settle(job: string, outcomeOf: () => RunOutcome): Promise<void> {
    if (this.#leftAlone.has(job) || this.#settling.has(job)) return
    this.#settling.add(job)
    try {
      const outcome = outcomeOf()
      const settlement = await this.#life.finish(attemptOf(job), outcome)
      if (settlement.kind === 'unknown') {
        this.#leftAlone.add(job)
        this.#logger.warn({ run: job }, 'a finished job belongs to a run that this store does not know; it is left alone')
        return
      }
      await this.#followUp(settlement)
      await this.#queue.remove(job)
      await this.#redis.hdel(cancelKey(this.host), job)
      this.#log(job, settlement, outcome)
    } catch (error) {
      this.#logger.warn({ err: error, run: job }, 'the end of this run could not be dealt with; next try soon')
    } finally {
      this.#settling.delete(job)
    }
  }

  async #followUp(settlement: Settlement): Promise<void> {
    if (settlement.kind !== 'again') return
    // A job that could not be added is one that has vanished, and those are replaced.
    await this.add([settlement.next]).finally(() => this.#life.enqueued([{ spec: settlement.next }]))
  }

  #log(run: string, { kind }: Settlement, outcome: RunOutcome): void {
    const failure = outcome.ok ? {} : outcome.failure
    if (kind === 'settled') this.#logger.info({ run, ok: outcome.ok, ...failure }, 'run ended')
    if (kind === 'again') this.#logger.warn({ run, ...failure }, 'attempt failed; the run is queued again')
    if (kind === 'refused') this.#logger.warn({ run }, 'a result came too late and was refused')
  }
}
