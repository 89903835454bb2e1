/** The trace of one run as the trace view gets it: submission, queue, trials with their ioctls, folded doorbells. */
import { attributes, spanNames } from '../span.ts'
import { densityBuckets, type FoldedDoorbells, type RunTrace, type TraceSpan } from '../trace.ts'

export interface TraceShape {
  readonly trials?: number
  /** The ioctl that fails in the last trial. */
  readonly failing?: string
}

const startUnixNs = 1_795_208_640_000_000_000n

const setup: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ['VFIO_GET_API_VERSION', '0x00003b64', {}],
  ['VFIO_SET_IOMMU', '0x00003b66', { type: '1' }],
  ['VFIO_IOMMU_MAP_DMA', '0x00003b71', { vaddr: '0x7f2c40000000', iova: '0x0', size: '67108864' }],
  ['VHOST_SET_OWNER', '0x0000af01', {}],
  ['VHOST_SET_FEATURES', '0x4008af00', { features: '0x0000000130000000' }],
  ['VHOST_SET_VRING_NUM', '0x4008af10', { index: '0', num: '256' }],
  ['VHOST_SET_VRING_NUM', '0x4008af10', { index: '1', num: '256' }],
  ['VHOST_SET_VRING_KICK', '0x4008af20', { index: '0', fd: '23' }],
  ['VHOST_MDEV_SET_STATE', '0x4008af72', { state: 'running' }],
]

export function traceFixture(shape: TraceShape = {}): RunTrace {
  const trials = shape.trials ?? 20
  const trialNs = 1_200_000_000
  const total = trials * trialNs + 400_000_000
  const spans: TraceSpan[] = [
    span('01', '', { name: spanNames.cliRun, service: 'ringside-cli', at: 0, ns: total }),
    span('02', '01', { name: spanNames.submit, service: 'ringside-controller', at: 8e6, ns: 21e6 }),
    span('03', '02', { name: spanNames.run, service: 'ringside-controller', at: 31e6, ns: total - 60e6 }),
    span('04', '03', { name: spanNames.queueWait, service: 'ringside-agent', at: 32e6, ns: 12e6 }),
    span('05', '03', { name: spanNames.runExecute, service: 'ringside-agent', at: 45e6, ns: total - 90e6 }),
  ]
  const doorbells: FoldedDoorbells[] = []
  for (let i = 0; i < trials; i++) addTrial({ spans, doorbells }, { i, at: 50e6 + i * trialNs, last: i === trials - 1, ...shape })
  return { runId: 'r-7k2m9q4x1c', traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spans, doorbells }
}

interface TrialPlace extends TraceShape {
  readonly i: number
  readonly at: number
  readonly last: boolean
}

function addTrial(into: { spans: TraceSpan[]; doorbells: FoldedDoorbells[] }, { i, at, last, failing }: TrialPlace): void {
  const id = (part: string) => `t${i}${part}`
  const backend = { [attributes.backend]: i % 2 === 0 ? 'mapped' : 'eventfd', [attributes.trialIndex]: String(i >> 1) }
  const failed = last && failing !== undefined
  const trial = { name: spanNames.trial, service: 'ringside-agent', at, ns: 1_190_000_000 + (i % 7) * 1_000_000 }
  into.spans.push({ ...span(id(''), '05', trial), attributes: backend, error: failed })
  into.spans.push({
    ...span(id('s'), id(''), { name: spanNames.setup, service: 'ringside-agent', at, ns: 4_800_000 }),
    error: failed,
  })
  setup.forEach(([name, request, args], k) => {
    const fails = failed && name === failing
    const decoded = Object.fromEntries(Object.entries(args).map(([key, value]) => [attributes.ioctlArgPrefix + key, value]))
    const error = fails ? { [attributes.errorType]: 'ENOMEM' } : {}
    into.spans.push({
      ...span(id(`s${k}`), id('s'), { name, service: 'ringside-agent', at: at + 100_000 + k * 500_000, ns: 4_200 + k * 900 }),
      attributes: { [attributes.ioctlRequest]: request, [attributes.ioctlResult]: fails ? '-1' : '0', ...decoded, ...error },
      error: fails,
    })
  })
  if (failed) return
  into.spans.push(span(id('w'), id(''), { name: spanNames.warmup, service: 'ringside-agent', at: at + 5e6, ns: 180e6 }))
  into.spans.push(span(id('m'), id(''), { name: spanNames.measure, service: 'ringside-agent', at: at + 186e6, ns: 1e9 }))
  into.doorbells.push(fold(id('m'), at + 186e6, i % 2 === 0 ? 'mmio' : 'eventfd'))
  into.spans.push(span(id('z'), id(''), { name: spanNames.teardown, service: 'ringside-agent', at: at + 1.187e9, ns: 1_300_000 }))
}

const fold = (parentSpanId: string, at: number, method: string): FoldedDoorbells => ({
  parentSpanId,
  name: spanNames.doorbellKick,
  queue: 0,
  method,
  count: 487_500,
  startUnixNs: String(startUnixNs + BigInt(at)),
  endUnixNs: String(startUnixNs + BigInt(at + 1e9)),
  durationNsP50: 182,
  durationNsP99: 1_904,
  durationNsMax: 88_201,
  batchMean: 63.97,
  unobserved: 12,
  // Busy at first, then quiet.
  density: Array.from({ length: densityBuckets }, (_, i) => (i < densityBuckets / 2 ? 20_000 : 312)),
})

interface Timing {
  readonly name: string
  readonly service: string
  readonly at: number
  readonly ns: number
}

const span = (spanId: string, parentSpanId: string, { name, service, at, ns }: Timing): TraceSpan => ({
  spanId,
  parentSpanId,
  name,
  service,
  startUnixNs: String(startUnixNs + BigInt(Math.round(at))),
  durationNs: ns,
  error: false,
  attributes: {},
})
