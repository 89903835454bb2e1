/** What an agent returns for a run: every trial with its counts, and the host it ran on. */
import { type Static, Type } from 'typebox'
import { RunArtifact } from './artifact.ts'
import type { Frozen } from './frozen.ts'
import { Metrics } from './metric.ts'
import { QueueResult } from './queue-counters.ts'
import { RunLease } from './run.ts'
import { TunedValue } from './tuning.ts'
import { Verify } from './workload.ts'

export const IssuedSpans = Type.Object(
  {
    ioctlIssued: Type.Number(),
    doorbellRung: Type.Number({
      description: 'Doorbells that were to be recorded: 0 where their tracing was off. The trials count all of them',
    }),
    doorbellRecorded: Type.Number({ description: 'Doorbells that were; with those in `eventsDropped`, all of them' }),
    doorbellSelected: Type.Number({ description: 'Of those: chosen to become spans' }),
    outliersFound: Type.Number({ description: 'Packets late enough to become spans' }),
    eventsDropped: Type.Number({ description: 'Doorbells that did not fit the event ring' }),
    dropped: Type.Number({ description: 'Spans that are lost: of those doorbells, and of batches that could not be exported' }),
    spooled: Type.Number({
      description: "Spans that waited on the agent's disk when the run ended: they come when the receiver is back",
    }),
  },
  { title: 'IssuedSpans' },
)
export type IssuedSpans = Frozen<Static<typeof IssuedSpans>>

/**
 * Of the measured phase. `sent` = `verified` + `lost`, each counted at its own place; where the device's model injects
 * faults, packets that it duplicates or corrupts may count otherwise.
 */
export const PacketCounts = Type.Object(
  {
    sent: Type.Number({ description: 'Counted by the driver as it publishes' }),
    unsent: Type.Number({
      description: 'Open loop: due, but without room in the ring before the trial ended. Never sent, and as bad as lost',
    }),
    verified: Type.Number({ description: 'Counted by the receiving end: sequence new, checksum right, intended send time sane' }),
    lost: Type.Number({ description: 'Gaps in the sequence as seen by the receiving end, the tail included' }),
    corrupt: Type.Number(),
    duplicate: Type.Number(),
    reordered: Type.Number(),
    droppedNoBuffer: Type.Number({
      description: 'Counted by the device: loopback packets for which the driver offered no receive buffer',
    }),
  },
  { title: 'PacketCounts' },
)
export type PacketCounts = Frozen<Static<typeof PacketCounts>>

/** What is known of all doorbells of a direction, whichever of them become spans. */
export const DoorbellTrace = Type.Object(
  {
    recorded: Type.Number({ description: 'With those dropped for want of room, as many as were rung' }),
    observed: Type.Number({ description: 'Seen by the other side' }),
    selected: Type.Number({ description: 'Chosen to become spans' }),
    batches: Type.Array(Type.Number(), {
      description: 'Doorbells by buffers published since the last one: 1, 2 to 3, 4 to 7 and so on',
    }),
    latencyNs: Type.Object(
      { p50: Type.Number(), p90: Type.Number(), p99: Type.Number(), p999: Type.Number(), max: Type.Number() },
      { description: 'From the ring to its observation; all 0 where none was seen' },
    ),
    latencyHistogram: Type.String({ description: 'HDR histogram of the same in ns, V2 compressed, base64' }),
  },
  { title: 'DoorbellTrace' },
)
export type DoorbellTrace = Frozen<Static<typeof DoorbellTrace>>

/** Over the whole trial, warm-up included. */
export const DoorbellCounts = Type.Object(
  {
    rung: Type.Number(),
    suppressed: Type.Number({ description: 'Notifications the other side had said it does not want' }),
    /** Absent where doorbells are not traced. */
    trace: Type.Optional(DoorbellTrace),
  },
  { title: 'DoorbellCounts' },
)
export type DoorbellCounts = Frozen<Static<typeof DoorbellCounts>>

export const TrialEnvironment = Type.Object(
  {
    pages: Type.Enum(['hugetlb-2M', 'thp-2M', '4K']),
    clock: Type.Enum(['tsc', 'monotonic']),
    driverCpu: Type.Union([Type.Number(), Type.Null()]),
    deviceCpu: Type.Union([Type.Number(), Type.Null()]),
    nice: Type.Number({ description: 'Nice value of the measured threads: -20 where the agent may raise them, else 0' }),
    stealRatio: Type.Number({ description: 'Share of CPU time the hypervisor took from this host during the trial' }),
  },
  { title: 'TrialEnvironment' },
)
export type TrialEnvironment = Frozen<Static<typeof TrialEnvironment>>

export const TrialResult = Type.Object(
  {
    backend: Type.String(),
    index: Type.Number({
      description: 'Trials of different backends with the same index ran next to each other and form a pair',
    }),
    startedUnixNs: Type.String({ description: 'Unix time in nanoseconds, as a decimal string (it exceeds 2^53)' }),
    durationNs: Type.Number({ description: 'Of the measured phase, from the first intended send to the last packet back' }),
    packets: PacketCounts,
    /** What the receiving end checked; `off`: `packets.verified` were counted, not verified. */
    verify: Verify,
    expectedFaults: Type.Boolean({
      description:
        "The device's model injects faults: loss and corruption are what was asked for, and its speed compares with nothing",
    }),
    intendedRatePps: Type.Optional(
      Type.Number({ description: 'What the schedule asked for, open loop only; of a recorded schedule its mean' }),
    ),
    offeredRatePps: Type.Number({ description: 'What was handed to the rings, over the planned duration' }),
    generatorLimited: Type.Boolean({
      description: 'The load fell behind its own schedule: the result measures the generator, not the backend',
    }),
    metrics: Metrics,
    latencyHistogram: Type.Optional(
      Type.String({ description: 'HDR histogram of latency in ns, V2 compressed, base64; absent where latency is not measured' }),
    ),
    cyclesPerPacket: Type.Optional(
      Type.Object(
        { driver: Type.Number(), device: Type.Number() },
        { description: 'Of the CPU of each thread, for each packet it handled; absent where the processor does not count them' },
      ),
    ),
    doorbells: Type.Object({ kick: DoorbellCounts, call: DoorbellCounts }),
    queues: Type.Array(QueueResult, { description: 'Of the measured phase, by virtqueue' }),
    ioctlIssued: Type.Number(),
    outliers: Type.Number({ description: 'Packets late enough to become spans' }),
    drainedWhileRunning: Type.Boolean({
      description: 'Events left the event rings while the trial ran, beside what was measured',
    }),
    eventsDropped: Type.Number({ description: 'Doorbells that did not fit the event ring: their spans are missing' }),
    observationsDropped: Type.Number({
      description: 'Observations that did not fit: the spans of their doorbells have no observed end',
    }),
    environment: TrialEnvironment,
  },
  { title: 'TrialResult' },
)
export type TrialResult = Frozen<Static<typeof TrialResult>>

/** What is soldered and plugged in, whether or not it is in use. */
export const HostTopology = Type.Object(
  {
    sockets: Type.Number(),
    cores: Type.Number(),
    threads: Type.Number({ description: 'CPUs as the kernel counts them, those that are offline included' }),
    numaNodes: Type.Number(),
  },
  { title: 'HostTopology' },
)
export type HostTopology = Frozen<Static<typeof HostTopology>>

const orNull = Type.Union([Type.String(), Type.Null()])

/**
 * What may be different in an hour: how the host is tuned, and what it is busy with. Null where the kernel does not say; the
 * optional members are absent in results from before agents told them.
 */
export const HostState = Type.Object(
  {
    governor: orNull,
    hugepages2M: Type.Number(),
    clocksource: orNull,
    loadAverage1m: Type.Number(),
    transparentHugepages: Type.Optional(orNull),
    isolatedCpus: Type.Optional(orNull),
    smt: Type.Optional(orNull),
  },
  { title: 'HostState' },
)
export type HostState = Frozen<Static<typeof HostState>>

/** Facts about a host that stay the same across boots, and its state beside them. Of the facts a fingerprint is made. */
export const HostFacts = Type.Object(
  {
    id: Type.String(),
    hostname: Type.String(),
    cpuModel: Type.String(),
    cpus: Type.Number(),
    memoryBytes: Type.Number(),
    kernel: Type.String(),
    arch: Type.String(),
    /** The optional ones are absent in results from before agents told them. */
    microcode: Type.Optional(Type.String()),
    topology: Type.Optional(HostTopology),
    commandLine: Type.Optional(
      Type.String({ description: 'Of the kernel, without what names images, disks, consoles and the like' }),
    ),
    virtualization: Type.Optional(
      Type.String({ description: '`none` on bare metal, else who virtualizes, as the firmware names itself' }),
    ),
    state: HostState,
  },
  { title: 'HostFacts' },
)
export type HostFacts = Frozen<Static<typeof HostFacts>>

export const RunResult = Type.Object(
  {
    runId: Type.String(),
    attempt: Type.Number({ description: '1-based' }),
    /** Under which the host was this run's alone. */
    lease: RunLease,
    startedAt: Type.String({ description: 'ISO 8601' }),
    endedAt: Type.String(),
    host: HostFacts,
    trials: Type.Array(TrialResult, { description: 'In the order they ran' }),
    /** Counted where they happen (the device's own counters), not where they are traced. */
    spans: IssuedSpans,
    tuned: Type.Optional(
      Type.Array(TunedValue, { description: 'What of the host was changed for the run, and put back; absent where nothing was' }),
    ),
    artifacts: Type.Optional(
      Type.Array(RunArtifact, { description: 'As the agent returns them; the controller keeps them apart from the result' }),
    ),
  },
  { title: 'RunResult' },
)
export type RunResult = Frozen<Static<typeof RunResult>>
