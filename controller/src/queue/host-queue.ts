/**
 * The queue of one host as the controller sees it: it adds jobs, hears of their changes, and looks for jobs whose
 * agent has gone. Events only make things prompt; {@link HostQueue.sweep} finds whatever they missed.
 */
import { heartbeatMs, queueName, type RunProgress, type RunResult, type RunSpec, runJobName } from '@ringside/contract'
import { type Job, Queue, QueueEvents, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { RunLife } from '../runs/run-life.ts'
import type { RunOutcome } from '../runs/run-record.ts'
import type { ObserveSend } from '../telemetry/queue-sends.ts'
import { withinRun } from '../telemetry/spans.ts'
import { agentLost, completedOutcome, failedOutcome } from './job-outcome.ts'

type RunJob = Job<RunSpec, RunResult, typeof runJobName>

/** BullMQ has found the lock of this job expired. */
const isLost = (job: RunJob | undefined): boolean => Boolean(job?.deferredFailure)

/** Jobs looked at in one sweep; the rest is for the next. */
const sweepLimit = 100
/** BullMQ puts lost jobs in front of the waiting ones; a host has one at a time. */
const lostLimit = 10

export interface HostQueueOptions {
  readonly redis: Redis
  readonly life: RunLife
  readonly stalledIntervalMs: number
  readonly logger: Logger
  readonly observeSend: ObserveSend
}

export class HostQueue {
  readonly host: string
  readonly #life: RunLife
  readonly #logger: Logger
  readonly #observeSend: ObserveSend
  readonly #queue: Queue<RunSpec, RunResult, typeof runJobName>
  readonly #events: QueueEvents
  readonly #stalledCheck: Worker
  readonly #leftAlone = new Set<string>()
  /** Jobs that waited for the agent when the queue was last swept. */
  depth = 0

  constructor(host: string, { redis, life, stalledIntervalMs, logger, observeSend }: HostQueueOptions) {
    this.host = host
    this.#life = life
    this.#logger = logger.child({ host })
    this.#observeSend = observeSend
    const name = queueName(host)
    this.#queue = new Queue(name, {
      connection: redis,
      defaultJobOptions: { attempts: 1, removeOnComplete: false, removeOnFail: false },
    })
    this.#events = new QueueEvents(name, { connection: redis })
    this.#stalledCheck = new Worker(name, null, {
      connection: redis,
      autorun: false,
      maxStalledCount: 0,
      lockDuration: heartbeatMs,
      stalledInterval: stalledIntervalMs,
    })
  }

  /** Listens, and starts to look for lost agents. Jobs that changed before are for {@link sweep}. */
  async open(): Promise<void> {
    const complain = (error: Error) => this.#logger.warn({ err: error }, 'queue error')
    this.#queue.on('error', complain)
    this.#events.on('error', complain)
    this.#stalledCheck.on('error', complain)
    for (const event of ['active', 'completed', 'failed', 'stalled'] as const) {
      this.#events.on(event, ({ jobId }: { jobId: string }) => this.#heard(jobId))
    }
    this.#events.on('progress', ({ jobId, data }) => this.#life.report(jobId, data as unknown as RunProgress))
    this.#stalledCheck.on('stalled', (jobId) => this.#heard(jobId))
    await Promise.all([this.#queue.waitUntilReady(), this.#events.waitUntilReady(), this.#stalledCheck.waitUntilReady()])
    await this.#stalledCheck.startStalledCheckTimer()
  }

  async add(specs: readonly RunSpec[]): Promise<void> {
    const jobs = specs.map((data) => ({ name: runJobName, data, opts: { jobId: data.id } }) as const)
    const batch = { queue: this.#queue.name, jobs: jobs.length }
    await this.#observeSend(batch, async () => void (await this.#queue.addBulk(jobs)))
  }

  /** Takes jobs back that no agent has claimed yet. */
  async withdraw(runIds: readonly string[]): Promise<void> {
    await Promise.allSettled(runIds.map((id) => this.#queue.remove(id)))
  }

  /** Settles claimed, finished, lost and vanished jobs, whether or not an event told of them. */
  async sweep(): Promise<void> {
    // Read before the jobs: a run that appears here has a job already, so a missing job has really vanished.
    const unfinished = this.#life.unfinishedOn(this.host)
    const claimed = await this.#queue.getJobs(['completed', 'failed', 'active'], 0, sweepLimit - 1, true)
    const next = await this.#queue.getJobs(['waiting'], 0, lostLimit - 1, true)
    for (const job of [...claimed, ...next.filter((job) => isLost(job as RunJob | undefined))]) {
      if (job?.id !== undefined) await this.#settle(job.id).catch(this.#postpone(job.id))
    }
    const counts = await this.#queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed')
    this.depth = (counts.waiting ?? 0) + (counts.prioritized ?? 0) + (counts.delayed ?? 0)
    const present = Object.values(counts).reduce((sum, count) => sum + count, 0)
    if (present - this.#leftAlone.size < this.#life.unfinishedOn(this.host).length) await this.#failVanished(unfinished)
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#events.close(), this.#stalledCheck.close(), this.#queue.close()])
  }

  #heard(runId: string): void {
    this.#settle(runId).catch(this.#postpone(runId))
  }

  /** What failed is tried again by the next sweep. */
  #postpone(run: string): (error: unknown) => void {
    return (error) => this.#logger.warn({ err: error, run }, 'a change of this run could not be dealt with; next try soon')
  }

  async #settle(id: string): Promise<void> {
    if (this.#leftAlone.has(id)) return
    // The state first: what a job says is complete once its state is final, and may not be yet when it is read before.
    const state = await this.#queue.getJobState(id)
    const job = (await this.#queue.getJob(id)) as RunJob | undefined
    if (job === undefined) return
    // A job that is not ours may hold anything.
    await withinRun({ traceparent: String(job.data?.traceparent) }, () => this.#settleAs(state, id, job))
  }

  async #settleAs(state: string, id: string, job: RunJob): Promise<void> {
    if (job.processedOn !== undefined) await this.#life.start(id, job.processedOn)
    if (state === 'completed') await this.#finish(id, completedOutcome(id, job.returnvalue))
    if (state === 'failed') await this.#finish(id, failedOutcome(job.failedReason))
    // BullMQ puts a stalled job back to be failed by the next agent; there may be none, so it is failed here.
    if (state === 'waiting' && isLost(job)) await this.#finish(id, { ok: false, failure: agentLost })
  }

  /** The job goes only after the store has the result; a crash between the two leaves the job to be found again. */
  async #finish(id: string, outcome: RunOutcome): Promise<void> {
    const settlement = await this.#life.finish(id, outcome)
    if (settlement === 'unknown') {
      this.#leftAlone.add(id)
      this.#logger.warn({ run: id }, 'a finished job belongs to a run that this store does not know; it is left alone')
      return
    }
    await this.#queue.remove(id)
    if (settlement === 'settled')
      this.#logger.info({ run: id, ok: outcome.ok, ...(outcome.ok ? {} : outcome.failure) }, 'run ended')
  }

  async #failVanished(runIds: readonly string[]): Promise<void> {
    const message = 'the job of this run is no longer in Redis, so no agent will execute it; submit the suite again'
    for (const id of runIds) {
      if ((await this.#queue.getJob(id)) !== undefined) continue
      await this.#life.finish(id, { ok: false, failure: { cause: 'infrastructure', message } })
    }
  }
}
