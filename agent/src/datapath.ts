/**
 * The port to the native datapath: one object per trial, driven from set-up to tear-down, and the clock it stamps
 * everything with. `native.ts` loads the real one. Calls cross per trial and per batch of spans, never per packet.
 */

/** What one trial does. Exactly one of `frameBytes` and `capturePath` is given; `ratePps` only for latency. */
export interface TrialConfig {
  doorbell: 'mapped' | 'eventfd'
  device: 'polling' | 'sleeping'
  workload: 'throughput' | 'latency'
  direction: 'oneway' | 'loopback'
  frameBytes?: number
  capturePath?: string
  ringSize: number
  burst: number
  ratePps?: number
  warmupMs: number
  durationMs: number
  driverCpu?: number
  deviceCpu?: number
  traceDoorbells: boolean
  /** Doorbell events each thread can hold per trial. */
  ringEvents: number
  seed: number
}

/** One ioctl as the driver issued it. */
export interface IoctlRecord {
  /** `setup`, `warmup`, `measure` or `teardown`. */
  phase: string
  /** `container`, `group` or `device`. */
  target: string
  /** `VHOST_SET_VRING_NUM`. */
  name: string
  request: number
  /** Decoded; addresses in hex. */
  args: Record<string, string>
  /** At least 0, or -1 with `errno`. */
  result: number
  errno?: string
  startUnixNs: bigint
  endUnixNs: bigint
}

export interface PhaseRecord {
  name: string
  startUnixNs: bigint
  endUnixNs: bigint
}

export interface LatencySummary {
  count: number
  minNs: number
  p50Ns: number
  p90Ns: number
  p99Ns: number
  p999Ns: number
  maxNs: number
  /** HDR histogram, V2 compressed, base64. */
  histogram: string
}

export interface DoorbellTotals {
  rung: number
  suppressed: number
}

/** What a trial that ended well has counted. Packets are those of the measured phase. */
export interface TrialOutcome {
  phases: PhaseRecord[]
  sent: number
  verified: number
  lost: number
  corrupt: number
  duplicate: number
  reordered: number
  droppedNoBuffer: number
  bytesVerified: number
  durationNs: number
  offeredRatePps: number
  generatorLimited: boolean
  /** Only for latency workloads. */
  latency?: LatencySummary
  kick: DoorbellTotals
  call: DoorbellTotals
  /** Counted by the device, not by the tracer. */
  ioctlsIssued: number
  eventsDropped: number
  pages: 'hugetlb-2M' | 'thp-2M' | '4K'
  clock: 'tsc' | 'monotonic'
  /** Where the threads really were pinned. */
  driverCpu?: number
  deviceCpu?: number
}

/** What doorbell spans share: their trace, their parents and the attributes of resource and scope. */
export interface DoorbellHeader {
  traceId: string
  /** Phase name to the id of that phase's span. */
  phaseSpanIds: Record<string, string>
  resource: Record<string, string>
  scope: Record<string, string>
}

/** An OTLP ExportTraceServiceRequest in protobuf, and the number of spans in it. */
export interface DoorbellBatch {
  body: Uint8Array
  spans: number
}

export interface NativeTrial {
  /** Set-up, warm-up, measurement, tear-down. Rejects with a message for people. */
  run(): Promise<TrialOutcome>
  /** Makes `run` reject with `cancelled` soon after. */
  cancel(): void
  /** The ioctls recorded so far, each given out once; also after a failed run. */
  takeIoctls(): IoctlRecord[]
  /** The next batch of doorbell spans, null when there are no more. */
  nextDoorbells(header: DoorbellHeader, maxSpans: number): Promise<DoorbellBatch | null>
}

export interface Datapath {
  /** Throws on a configuration that cannot be driven. */
  readonly Trial: new (
    config: TrialConfig,
  ) => NativeTrial
  /** The clock of every time above. */
  unixNowNs(): bigint
  clockSource(): 'tsc' | 'monotonic'
}
