/** A valid result as an agent returns it, for tests that play the agent. */
import type { HostFacts, RunResult, RunSpec, TrialResult } from '@ringside/contract'
import { queuesFixture } from '@ringside/contract/testing'

export const hostFacts: HostFacts = {
  id: 'bench-1',
  hostname: 'bench-1',
  cpuModel: 'Test CPU',
  cpus: 2,
  memoryBytes: 8 << 30,
  kernel: '6.12.0',
  arch: 'x64',
  state: { governor: null, hugepages2M: 0, clocksource: 'tsc', loadAverage1m: 0.1 },
}

/** `trials` trials of each backend; the first backend is fastest, every trial has a rate of its own. */
export function resultOf(run: string | Pick<RunSpec, 'id' | 'attempt'>, backends: readonly string[], trials = 3): RunResult {
  const now = Date.now()
  const { id: runId, attempt } = typeof run === 'string' ? { id: run, attempt: 1 } : run
  return {
    runId,
    attempt,
    lease: { agentId: 'a-1', token: 1 },
    startedAt: new Date(now - 1_000).toISOString(),
    endedAt: new Date(now).toISOString(),
    host: hostFacts,
    trials: backends.flatMap((backend, rank) =>
      Array.from({ length: trials }, (_, index) => trialOf(backend, index, 30e6 / (rank + 1) + index * 1_000)),
    ),
    spans: {
      ioctlIssued: 40,
      doorbellRung: 1_000,
      doorbellRecorded: 1_000,
      doorbellSelected: 1_000,
      outliersFound: 0,
      eventsDropped: 0,
      dropped: 0,
      spooled: 0,
    },
  }
}

function trialOf(backend: string, index: number, throughputPps: number): TrialResult {
  const sent = Math.round(throughputPps / 10)
  return {
    backend,
    index,
    startedUnixNs: `${Date.now()}000001`,
    durationNs: 1e8,
    packets: { sent, unsent: 0, verified: sent, lost: 0, corrupt: 0, duplicate: 0, reordered: 0, droppedNoBuffer: 0 },
    verify: 'full',
    expectedFaults: false,
    offeredRatePps: throughputPps,
    generatorLimited: false,
    metrics: { throughput_pps: throughputPps, throughput_bps: throughputPps * 512 },
    doorbells: { kick: { rung: 100, suppressed: 5 }, call: { rung: 90, suppressed: 4 } },
    queues: queuesFixture({ packets: sent, frameBytes: 64, burst: 32 }),
    ioctlIssued: 20,
    outliers: 0,
    drainedWhileRunning: false,
    eventsDropped: 0,
    observationsDropped: 0,
    environment: { pages: '4K', clock: 'tsc', driverCpu: 1, deviceCpu: 0, nice: -20, stealRatio: 0.001 },
  }
}
