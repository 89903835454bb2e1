/** Every span and attribute Ringside emits, declared once. Names follow OpenTelemetry's naming rules. */

export const spanNames = {
  /** CLI: from the command to its answer. */
  cliRun: 'ringside run',
  /** Controller: a submission accepted by the API. */
  submit: 'POST /api/v1/submissions',
  /** Controller: from acceptance to the stored result. */
  run: 'run',
  /** Agent: from enqueue to claim. */
  queueWait: 'queue.wait',
  runExecute: 'run.execute',
  trial: 'trial',
  setup: 'setup',
  warmup: 'warmup',
  measure: 'measure',
  teardown: 'teardown',
  /** Driver to device; emitted natively. */
  doorbellKick: 'doorbell.kick',
  /** Device to driver; emitted natively. */
  doorbellCall: 'doorbell.call',
  /** A packet that came late, from its intended send time to its arrival; emitted natively, links to doorbells around it. */
  packetOutlier: 'packet.outlier',
} as const

/** Names of the phases of a trial, which are also those of their spans, in the order they run. */
export const phaseNames = [spanNames.setup, spanNames.warmup, spanNames.measure, spanNames.teardown] as const

export const attributes = {
  runId: 'bench.run.id',
  /** 1-based number of the attempt at the run. */
  attempt: 'bench.attempt',
  suite: 'bench.suite',
  label: 'bench.point',
  trialIndex: 'bench.trial.index',
  phase: 'bench.phase',
  backend: 'vhost.backend',
  /** The request number in hex, `0x4008af10`, or `write` for a message. Its presence makes a span an ioctl span. */
  ioctlRequest: 'vhost.ioctl.request',
  /** Prefix of decoded arguments: `vhost.ioctl.arg.index`. */
  ioctlArgPrefix: 'vhost.ioctl.arg.',
  ioctlResult: 'vhost.ioctl.result',
  /** The errno name (`EINVAL`) when the request failed. */
  errorType: 'error.type',
  queueIndex: 'virtio.queue.index',
  /** `eventfd` or `mmio`. */
  doorbellMethod: 'vhost.doorbell.method',
  doorbellObserved: 'vhost.doorbell.observed',
  /** The ring index that was published when the doorbell was rung, free running. */
  doorbellRingIndex: 'vhost.doorbell.ring_index',
  /** Buffers published since the last ring. */
  doorbellBatch: 'vhost.doorbell.batch',
  /** Number of a packet among those of its queue. */
  packetSequence: 'bench.packet.sequence',
  packetsSent: 'bench.packets.sent',
  packetsVerified: 'bench.packets.verified',
  packetsLost: 'bench.packets.lost',
  offeredRatePps: 'bench.offered_rate_pps',
  /** How the trial's clock became Unix time: anchor + (ticks - anchor) x ns_per_tick. Source: `tsc` or `monotonic`. */
  clockSource: 'bench.clock.source',
  clockAnchorTicks: 'bench.clock.anchor_ticks',
  clockAnchorUnixNs: 'bench.clock.anchor_unix_ns',
  clockNsPerTick: 'bench.clock.ns_per_tick',
} as const

/** Attributes that are no text on the wire. The store keeps texts: whoever writes OTLP from them needs this. */
export const attributeTypes: Readonly<Record<string, 'int' | 'bool' | 'double'>> = {
  [attributes.attempt]: 'int',
  [attributes.trialIndex]: 'int',
  [attributes.ioctlResult]: 'int',
  [attributes.queueIndex]: 'int',
  [attributes.doorbellObserved]: 'bool',
  [attributes.doorbellRingIndex]: 'int',
  [attributes.doorbellBatch]: 'int',
  [attributes.packetSequence]: 'int',
  [attributes.packetsSent]: 'int',
  [attributes.packetsVerified]: 'int',
  [attributes.packetsLost]: 'int',
  [attributes.offeredRatePps]: 'double',
  [attributes.clockNsPerTick]: 'double',
}
