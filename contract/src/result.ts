/** What an agent returns for a run: every trial with its counts, and the host it ran on. */
import type { RunArtifact } from './artifact.ts'
import type { MetricName } from './metric.ts'
import type { QueueResult } from './queue-counters.ts'
import type { RunLease } from './run.ts'
import type { TunedValue } from './tuning.ts'
import type { Verify } from './workload.ts'

export interface RunResult {
  readonly runId: string
  /** 1-based. */
  readonly attempt: number
  /** Under which the host was this run's alone. */
  readonly lease: RunLease
  /** ISO 8601. */
  readonly startedAt: string
  readonly endedAt: string
  readonly host: HostFacts
  /** In the order they ran. */
  readonly trials: readonly TrialResult[]
  /** Counted where they happen (the device's own counters), not where they are traced. */
  readonly spans: IssuedSpans
  /** What of the host was changed for the run, and put back. Absent where nothing was. */
  readonly tuned?: readonly TunedValue[]
  /** Absent where the suite asked for none. */
  readonly artifacts?: readonly RunArtifact[]
}

export interface IssuedSpans {
  readonly ioctlIssued: number
  /** Doorbells that were to be recorded: 0 where their tracing was off. The trials count all of them. */
  readonly doorbellRung: number
  /** Doorbells that were; with those in `eventsDropped`, all of them. */
  readonly doorbellRecorded: number
  /** Of those: chosen to become spans. */
  readonly doorbellSelected: number
  /** Packets late enough to become spans. */
  readonly outliersFound: number
  /** Doorbells that did not fit the event ring. */
  readonly eventsDropped: number
  /** Spans that are lost: of those doorbells, and of batches that could not be exported. */
  readonly dropped: number
  /** Spans that waited on the agent's disk when the run ended: they come when the receiver is back. */
  readonly spooled: number
}

export interface TrialResult {
  readonly backend: string
  /** Trials of different backends with the same index ran next to each other and form a pair. */
  readonly index: number
  /** Unix time in nanoseconds, as a decimal string (it exceeds 2^53). */
  readonly startedUnixNs: string
  /** Of the measured phase, from the first intended send to the last packet back. */
  readonly durationNs: number
  readonly packets: PacketCounts
  /** What the receiving end checked; `off`: `packets.verified` were counted, not verified. */
  readonly verify: Verify
  /** The device's model injects faults: loss and corruption are what was asked for, and its speed compares with nothing. */
  readonly expectedFaults: boolean
  /** What the schedule asked for, open loop only; of a recorded schedule its mean. */
  readonly intendedRatePps?: number
  /** What was handed to the rings, over the planned duration. */
  readonly offeredRatePps: number
  /** The load fell behind its own schedule: the result measures the generator, not the backend. */
  readonly generatorLimited: boolean
  readonly metrics: Readonly<Partial<Record<MetricName, number>>>
  /** HDR histogram of latency in ns, V2 compressed, base64; absent where latency is not measured. */
  readonly latencyHistogram?: string
  /** Of the CPU of each thread, for each packet it handled; absent where the processor does not count them. */
  readonly cyclesPerPacket?: { readonly driver: number; readonly device: number }
  readonly doorbells: { readonly kick: DoorbellCounts; readonly call: DoorbellCounts }
  /** Of the measured phase, by virtqueue. */
  readonly queues: readonly QueueResult[]
  readonly ioctlIssued: number
  /** Packets late enough to become spans. */
  readonly outliers: number
  /** Events left the event rings while the trial ran, beside what was measured. */
  readonly drainedWhileRunning: boolean
  /** Doorbells that did not fit the event ring: their spans are missing. */
  readonly eventsDropped: number
  /** Observations that did not fit: the spans of their doorbells have no observed end. */
  readonly observationsDropped: number
  readonly environment: TrialEnvironment
}

/**
 * Of the measured phase. `sent` = `verified` + `lost`, each counted at its own place; where the device's model injects
 * faults, packets that it duplicates or corrupts may count otherwise.
 */
export interface PacketCounts {
  /** Counted by the driver as it publishes. */
  readonly sent: number
  /** Open loop: due, but without room in the ring before the trial ended. Never sent, and as bad as lost. */
  readonly unsent: number
  /** Counted by the receiving end: sequence new, checksum right, intended send time sane. */
  readonly verified: number
  /** Gaps in the sequence as seen by the receiving end, the tail included. */
  readonly lost: number
  readonly corrupt: number
  readonly duplicate: number
  readonly reordered: number
  /** Counted by the device: loopback packets for which the driver offered no receive buffer. */
  readonly droppedNoBuffer: number
}

/** Over the whole trial, warm-up included. */
export interface DoorbellCounts {
  readonly rung: number
  /** Notifications the other side had said it does not want. */
  readonly suppressed: number
  /** Absent where doorbells are not traced. */
  readonly trace?: DoorbellTrace
}

/** What is known of all doorbells of a direction, whichever of them become spans. */
export interface DoorbellTrace {
  /** With those dropped for want of room, as many as were rung. */
  readonly recorded: number
  /** Seen by the other side. */
  readonly observed: number
  /** Chosen to become spans. */
  readonly selected: number
  /** Doorbells by buffers published since the last one: 1, 2 to 3, 4 to 7 and so on. */
  readonly batches: readonly number[]
  /** From the ring to its observation; all 0 where none was seen. */
  readonly latencyNs: {
    readonly p50: number
    readonly p90: number
    readonly p99: number
    readonly p999: number
    readonly max: number
  }
  /** HDR histogram of the same in ns, V2 compressed, base64. */
  readonly latencyHistogram: string
}

export interface TrialEnvironment {
  readonly pages: 'hugetlb-2M' | 'thp-2M' | '4K'
  readonly clock: 'tsc' | 'monotonic'
  readonly driverCpu: number | null
  readonly deviceCpu: number | null
  /** Nice value of the measured threads: -20 where the agent may raise them, else 0. */
  readonly nice: number
  /** Share of CPU time the hypervisor took from this host during the trial. */
  readonly stealRatio: number
}

/** Facts about a host that stay the same across boots, and its state beside them. Of the facts a fingerprint is made. */
export interface HostFacts {
  readonly id: string
  readonly hostname: string
  readonly cpuModel: string
  readonly cpus: number
  readonly memoryBytes: number
  readonly kernel: string
  readonly arch: string
  /** From here to `state`: absent in results from before agents told them. */
  readonly microcode?: string
  readonly topology?: HostTopology
  /** Of the kernel, without what names images, disks, consoles and the like. */
  readonly commandLine?: string
  /** `none` on bare metal, else who virtualizes, as the firmware names itself. */
  readonly virtualization?: string
  readonly state: HostState
}

/** What is soldered and plugged in, whether or not it is in use. */
export interface HostTopology {
  readonly sockets: number
  readonly cores: number
  /** CPUs as the kernel counts them, those that are offline included. */
  readonly threads: number
  readonly numaNodes: number
}

/** What may be different in an hour: how the host is tuned, and what it is busy with. */
export interface HostState {
  readonly governor: string | null
  readonly hugepages2M: number
  readonly clocksource: string | null
  readonly loadAverage1m: number
  /** From here: absent in results from before agents told them; null where the kernel does not say. */
  readonly transparentHugepages?: string | null
  /** As the kernel lists them: `2-3,8`; "" where none is. */
  readonly isolatedCpus?: string | null
  /** `on`, `off`, `forceoff`, `notsupported`. */
  readonly smt?: string | null
}
