/** From what the native datapath counted to the trial's result in the contract's words and units. */
import type { DoorbellCounts, MetricName, TrialResult } from '@ringside/contract'
import type { TrialOutcome } from './datapath.ts'
import type { FinishedTrial } from './run-trial.ts'

const bitsPerByte = 8
const nsPerSecond = 1e9

/** The result of a trial that ended well. */
export function trialResult({ plan, outcome, startedUnixNs, stealRatio }: FinishedTrial): TrialResult {
  const { latency } = outcome
  return {
    backend: plan.backend,
    index: plan.index,
    startedUnixNs: String(startedUnixNs),
    durationNs: outcome.durationNs,
    packets: {
      sent: outcome.sent,
      unsent: outcome.unsent,
      verified: outcome.verified,
      lost: outcome.lost,
      corrupt: outcome.corrupt,
      duplicate: outcome.duplicate,
      reordered: outcome.reordered,
      droppedNoBuffer: outcome.droppedNoBuffer,
    },
    verify: outcome.verify,
    expectedFaults: outcome.expectedFaults,
    ...(outcome.intendedRatePps === undefined ? {} : { intendedRatePps: outcome.intendedRatePps }),
    offeredRatePps: outcome.offeredRatePps,
    generatorLimited: outcome.generatorLimited,
    metrics: trialMetrics(outcome),
    ...(latency === undefined ? {} : { latencyHistogram: latency.histogram }),
    ...(outcome.cyclesPerPacket === undefined ? {} : { cyclesPerPacket: { ...outcome.cyclesPerPacket } }),
    doorbells: { kick: doorbellCounts(outcome.kick), call: doorbellCounts(outcome.call) },
    queues: outcome.queues,
    ioctlIssued: outcome.ioctlsIssued,
    outliers: outcome.outliers,
    drainedWhileRunning: outcome.drainedWhileRunning,
    eventsDropped: outcome.kick.dropped + outcome.call.dropped,
    observationsDropped: outcome.kick.observationsDropped + outcome.call.observationsDropped,
    environment: {
      pages: outcome.pages,
      clock: outcome.clock,
      driverCpu: outcome.driverCpu ?? null,
      deviceCpu: outcome.deviceCpu ?? null,
      nice: outcome.nice,
      stealRatio,
    },
  }
}

/**
 * Throughput counts what arrived intact, not what was sent. A trial that measured for no time at all has no throughput,
 * one without a packet back has no latency.
 */
function trialMetrics(outcome: TrialOutcome): Partial<Record<MetricName, number>> {
  const { latency, durationNs } = outcome
  const seconds = durationNs / nsPerSecond
  return {
    ...(durationNs > 0
      ? { throughput_pps: outcome.verified / seconds, throughput_bps: (outcome.bytesVerified * bitsPerByte) / seconds }
      : {}),
    ...(latency !== undefined && latency.count > 0
      ? {
          latency_ns_min: latency.minNs,
          latency_ns_p50: latency.p50Ns,
          latency_ns_p90: latency.p90Ns,
          latency_ns_p99: latency.p99Ns,
          latency_ns_p999: latency.p999Ns,
          latency_ns_max: latency.maxNs,
        }
      : {}),
  }
}

function doorbellCounts({ rung, suppressed, trace }: TrialOutcome['kick']): DoorbellCounts {
  if (trace === undefined) return { rung, suppressed }
  const { recorded, observed, selected, batches, latency } = trace
  const { p50Ns: p50, p90Ns: p90, p99Ns: p99, p999Ns: p999, maxNs: max, histogram: latencyHistogram } = latency
  const latencyNs = { p50, p90, p99, p999, max }
  return { rung, suppressed, trace: { recorded, observed, selected, batches, latencyNs, latencyHistogram } }
}
