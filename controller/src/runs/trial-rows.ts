/** From a result to rows of the table `trials`: one typed row per trial, for queries and dashboards. */
import { type DoorbellTrace, metricNames, type RunResult, type TrialResult } from '@ringside/contract'
import { latencyBuckets } from './latency-buckets.ts'

/** Rows in the order the trials ran, which `sequence` keeps. */
export function toTrialRows(result: RunResult): object[] {
  return result.trials.map((trial, sequence) => toTrialRow(result.runId, trial, sequence))
}

function toTrialRow(runId: string, trial: TrialResult, sequence: number): object {
  const buckets = latencyBuckets(trial.latencyHistogram)
  return {
    run_id: runId,
    backend: trial.backend,
    index: trial.index,
    sequence,
    started_unix_ns: trial.startedUnixNs,
    duration_ns: trial.durationNs,
    ...Object.fromEntries(metricNames.map((name) => [name, trial.metrics[name] ?? null])),
    packets_sent: trial.packets.sent,
    packets_unsent: trial.packets.unsent,
    packets_verified: trial.packets.verified,
    packets_lost: trial.packets.lost,
    packets_corrupt: trial.packets.corrupt,
    packets_duplicate: trial.packets.duplicate,
    packets_reordered: trial.packets.reordered,
    packets_dropped_no_buffer: trial.packets.droppedNoBuffer,
    verify: trial.verify,
    expected_faults: trial.expectedFaults,
    intended_rate_pps: trial.intendedRatePps ?? null,
    offered_rate_pps: trial.offeredRatePps,
    generator_limited: trial.generatorLimited,
    latency_histogram: trial.latencyHistogram ?? '',
    latency_bucket_ns: buckets.ns,
    latency_bucket_packets: buckets.packets,
    driver_cycles_per_packet: trial.cyclesPerPacket?.driver ?? null,
    device_cycles_per_packet: trial.cyclesPerPacket?.device ?? null,
    kicks_rung: trial.doorbells.kick.rung,
    kicks_suppressed: trial.doorbells.kick.suppressed,
    calls_rung: trial.doorbells.call.rung,
    calls_suppressed: trial.doorbells.call.suppressed,
    ioctl_issued: trial.ioctlIssued,
    ...doorbellColumns('kick', trial.doorbells.kick.trace),
    ...doorbellColumns('call', trial.doorbells.call.trace),
    outliers: trial.outliers,
    drained_while_running: trial.drainedWhileRunning,
    events_dropped: trial.eventsDropped,
    observations_dropped: trial.observationsDropped,
    pages: trial.environment.pages,
    clock: trial.environment.clock,
    driver_cpu: trial.environment.driverCpu,
    device_cpu: trial.environment.deviceCpu,
    nice: trial.environment.nice,
    steal_ratio: trial.environment.stealRatio,
  }
}

function doorbellColumns(direction: 'kick' | 'call', trace: DoorbellTrace | undefined): object {
  if (trace === undefined) return {}
  const seen = trace.observed > 0
  return {
    [`${direction}s_recorded`]: trace.recorded,
    [`${direction}s_observed`]: trace.observed,
    [`${direction}_observed_ns_p50`]: seen ? trace.latencyNs.p50 : null,
    [`${direction}_observed_ns_p99`]: seen ? trace.latencyNs.p99 : null,
    [`${direction}_observed_ns_max`]: seen ? trace.latencyNs.max : null,
    [`${direction}_batches`]: trace.batches,
    [`${direction}_observed_histogram`]: trace.latencyHistogram,
  }
}
