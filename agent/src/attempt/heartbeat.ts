/**
 * Keeps an attempt alive: lengthens its job's lock and the host's lease, and hears whether someone wants it to end. Where
 * neither could be lengthened for as long as they last, the attempt has been given up by everyone else, and ends.
 */
import { type Cancellation, leaseRenewalMs } from '@ringside/contract'
import { type HostLeases, noToken } from '../host/lease.ts'
import { RunFailed } from '../run-failure.ts'

export interface HeartbeatOptions {
  readonly jobId: string
  /** Lengthens the lock of the job to so many ms from now. False when it is someone else's, or nobody's any more. */
  readonly extendLock: (durationMs: number) => Promise<boolean>
  readonly leases: Pick<HostLeases, 'renew'>
  /** Without a beat for so long, the attempt is lost. */
  readonly heartbeatMs: number
  /** What the attempt may take in all. */
  readonly limitMs: number
  /** Told of beats that failed, which the next one may make good. */
  readonly onError: (error: unknown) => void
}

/** The longest time that a timer of Node takes. */
const maxTimerMs = 2 ** 31 - 1

export class Heartbeat {
  readonly #options: HeartbeatOptions
  readonly #ending = new AbortController()
  readonly #lost = new AbortController()
  readonly #timer: NodeJS.Timeout
  readonly #limit: NodeJS.Timeout
  #leaseToken = noToken
  #lastMs = performance.now()
  #beating: Promise<void> | undefined

  /** Beats at once, then every second, or as often as three times in `heartbeatMs`, until {@link stop}. */
  constructor(options: HeartbeatOptions) {
    const { heartbeatMs, limitMs } = options
    this.#options = options
    this.#timer = setInterval(() => this.#tick(), Math.min(leaseRenewalMs, heartbeatMs / 3))
    const tooLong = `the attempt did not end within ${limitMs / 1000} s; allow more in timeouts.run of the suite, or measure less`
    this.#limit = setTimeout(() => this.#end(new RunFailed('timeout', tooLong)), Math.min(limitMs, maxTimerMs))
    this.#tick()
  }

  /** Aborted when the attempt must end, with a {@link RunFailed} that says why. */
  get signal(): AbortSignal {
    return this.#ending.signal
  }

  /** Aborted when nobody waits for the outcome any more. */
  get lost(): AbortSignal {
    return this.#lost.signal
  }

  /** From now on the lease with this token is lengthened as well. */
  hold(leaseToken: number): void {
    this.#leaseToken = leaseToken
  }

  /** Resolves when job and lease were found to be ours for another `heartbeatMs`, or lost. */
  async confirm(): Promise<void> {
    if (this.lost.aborted) return
    const lost = new Promise<void>((resolve) => this.lost.addEventListener('abort', () => resolve(), { once: true }))
    const beat = (this.#beating ?? Promise.resolve()).then(() => this.#beat())
    await Promise.race([beat, lost])
  }

  stop(): void {
    clearInterval(this.#timer)
    clearTimeout(this.#limit)
  }

  #tick(): void {
    const silentMs = performance.now() - this.#lastMs
    if (silentMs > this.#options.heartbeatMs) {
      const detail = `Redis has not confirmed for ${(silentMs / 1000).toFixed(1)} s that this run is ours`
      this.#lose(`${detail}, expected at least every ${this.#options.heartbeatMs / 1000} s; was this process or Redis stopped?`)
    } else if (this.#beating === undefined) {
      this.#beating = this.#beat().finally(() => {
        this.#beating = undefined
      })
    }
  }

  async #beat(): Promise<void> {
    const { jobId, extendLock, leases, heartbeatMs, onError } = this.#options
    const token = this.#leaseToken
    const sentMs = performance.now()
    try {
      const [locked, renewal] = await Promise.all([extendLock(heartbeatMs), leases.renew(token, heartbeatMs, jobId)])
      if (!locked) this.#lose('the lock of its job has expired or is another agent’s')
      else if (token !== noToken && !renewal.held)
        this.#lose(`lease ${token} of this host has expired or went to another attempt`)
      else this.#lastMs = sentMs
      if (renewal.cancellation !== undefined) this.#end(cancelledBy(renewal.cancellation))
    } catch (error) {
      onError(error)
    }
  }

  #lose(reason: string): void {
    const failure = new RunFailed('lost', `this attempt was given up: ${reason}`)
    this.#lost.abort(failure)
    this.#end(failure)
  }

  #end(reason: RunFailed): void {
    this.#ending.abort(reason)
  }
}

function cancelledBy(entry: string): RunFailed {
  try {
    const { cause = 'cancelled', by, reason } = JSON.parse(entry) as Cancellation
    return new RunFailed(cause, `${cause} by ${by}${reason ? `: ${reason}` : ''}`)
  } catch {
    return new RunFailed('cancelled', `cancelled: ${entry}`)
  }
}
