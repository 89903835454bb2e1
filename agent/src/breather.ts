/**
 * Breaks between errors of the queue. BullMQ's worker asks again at once where Redis answers with an error (its disk is full, it
 * became a replica): ten thousand times a second, on CPUs that measure.
 */
import type { Worker } from 'bullmq'
import type { Logger } from 'pino'

const breakMs = 1_000
/** One line for all errors of so long. */
const tellMs = 10_000

/** From now on the worker takes no job for a moment after every error, and errors are told of now and then. */
export function takeBreaks(worker: Worker, log: Pick<Logger, 'warn'>): void {
  let pausing = false
  let toldMs = Number.NEGATIVE_INFINITY
  let untold = 0
  worker.on('error', ({ message: reason }) => {
    untold++
    if (performance.now() - toldMs > tellMs) {
      log.warn({ reason, errors: untold }, 'queue error')
      toldMs = performance.now()
      untold = 0
    }
    if (pausing || worker.isPaused()) return
    pausing = true
    // Only the taking of jobs: the one at hand goes on.
    worker.pause(true).catch(() => undefined)
    setTimeout(() => {
      pausing = false
      if (worker.closing === undefined) worker.resume().catch(() => undefined)
    }, breakMs)
  })
}
