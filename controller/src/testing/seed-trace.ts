/** A run's trace made of nothing: phases, ioctls, late packets, and as many doorbells as are asked for, in seconds. */
import { attributes, phaseNames, spanNames } from '@ringside/contract'
import type { Store } from '../store/store.ts'

export interface SeedTraceOptions {
  readonly runId: string
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** Doorbells, shared among the trials alike. */
  readonly spans: number
  /** Of every trial; more of them make more rows. Default 24. */
  readonly ioctls?: number
  /** Default: two of three trials each. */
  readonly backends?: readonly string[]
  readonly trialsEach?: number
  readonly beganUnixMs?: number
}

/** How long a trial measures, and what lies around it. */
const [phaseNs, measureNs] = [4_000_000, 1_000_000_000]
const latePackets = 20
/** In the middle of what is measured nobody rings. */
const pauseNs = 40_000_000
/** First half of the ids of spans, so that those of doorbells count upwards as real ones do. */
const [treeIds, bellIds] = ['5eed0000', '5eed0001']
/** Of a span of queue and of execution, so that they contain what lies in them. */
const slackNs = 2_000_000

type Row = Readonly<Record<string, unknown>>
/** Columns, and when it began after the run. */
type SeedSpan = Row & { readonly at: number; readonly durationNs: number }
/** Answers the id of the span. */
type Add = (name: string, parent: string, span: SeedSpan) => string

/** Inserts it. Answers how many spans there are, doorbells included. Throws StoreError. */
export async function seedTrace(store: Store, options: SeedTraceOptions): Promise<number> {
  const { runId, traceId, spans, backends = ['mapped', 'eventfd'], trialsEach = 3, ioctls = 24 } = options
  const beganNs = BigInt(options.beganUnixMs ?? Date.now()) * 1_000_000n
  const rows: Row[] = []
  const add: Add = (name, parent, { at, durationNs, ...more }) => {
    const id = `${treeIds}${(rows.length + 1).toString(16).padStart(8, '0')}`
    const times = { start_time: String(beganNs + BigInt(at)), duration_ns: durationNs }
    rows.push({ trace_id: traceId, run_id: runId, span_id: id, parent_span_id: parent, name, service: 'seed', ...times, ...more })
    return id
  }
  const trials = backends.length * trialsEach
  const trialNs = measureNs + 3 * phaseNs
  const totalNs = trials * trialNs + 3 * slackNs
  const run = add(spanNames.run, '', { at: 0, durationNs: totalNs })
  add(spanNames.queueWait, run, { at: 0, durationNs: slackNs })
  const execute = add(spanNames.runExecute, run, { at: slackNs, durationNs: totalNs - 2 * slackNs })
  const measured: { parent: string; beganNs: bigint; trial: number; backend: string }[] = []
  for (let trial = 0; trial < trials; trial++) {
    const backend = backends[trial % backends.length] ?? ''
    const of = { backend, trial_index: Math.floor(trial / backends.length) }
    const at = 2 * slackNs + trial * trialNs
    const parent = add(spanNames.trial, execute, { ...of, at, durationNs: trialNs })
    const phases = phaseNames.map((phase, i) => {
      const begin = at + (i < 3 ? i * phaseNs : 2 * phaseNs + measureNs)
      return { begin, id: add(phase, parent, { ...of, phase, at: begin, durationNs: i === 2 ? measureNs : phaseNs }) }
    })
    const [setup, , measure] = phases as [Phase, Phase, Phase]
    addIoctls({ add, phase: setup, ioctls, of, failing: trial === trials - 1 })
    for (let late = 0; late < latePackets; late++) {
      const begin = measure.begin + Math.floor(((late + 0.5) * measureNs) / latePackets)
      const attributesOf = { [attributes.packetSequence]: String(late * 1_000) }
      add(spanNames.packetOutlier, measure.id, {
        ...of,
        at: begin,
        durationNs: 20_000 + late * 700,
        queue_index: late % 2,
        attributes: attributesOf,
      })
    }
    measured.push({ parent: measure.id, beganNs: beganNs + BigInt(measure.begin), trial: of.trial_index, backend })
  }
  await store.insertRows('spans', rows, { token: `seed-${traceId}` })
  const each = Math.ceil(spans / trials)
  for (const [i, phase] of measured.entries()) {
    const count = Math.min(each, spans - i * each)
    if (count > 0) await store.exec(doorbellsSql({ runId, traceId, ...phase, count, first: i * each }))
  }
  return rows.length + spans
}

interface Phase {
  readonly begin: number
  readonly id: string
}

interface IoctlsOptions {
  readonly add: Add
  readonly phase: Phase
  readonly ioctls: number
  readonly of: Row
  readonly failing: boolean
}

const requests = ['VHOST_SET_OWNER', 'VHOST_SET_VRING_NUM', 'VHOST_SET_VRING_ADDR', 'VFIO_IOMMU_MAP_DMA'] as const

function addIoctls({ add, phase, ioctls, of, failing }: IoctlsOptions): void {
  const step = Math.floor(phaseNs / (ioctls + 1))
  for (let i = 0; i < ioctls; i++) {
    const failed = failing && i === ioctls - 1
    add(requests[i % requests.length] ?? '', phase.id, {
      ...of,
      at: phase.begin + i * step,
      durationNs: Math.max(1, Math.floor(step * 0.6)),
      phase: 'setup',
      ioctl_request: `0x4008af${(i % 256).toString(16).padStart(2, '0')}`,
      attributes: { [`${attributes.ioctlArgPrefix}index`]: String(i % 2) },
      ...(failed && { status: 'Error', error_type: 'ENOMEM', status_message: 'no memory' }),
    })
  }
}

interface BellsOptions {
  readonly runId: string
  readonly traceId: string
  readonly parent: string
  readonly beganNs: bigint
  readonly trial: number
  readonly backend: string
  readonly count: number
  /** How many doorbells other trials have. */
  readonly first: number
}

/**
 * Kicks and calls of two queues in turn, evenly over the time measured but for a pause in its middle; most take 0.2 to 1 us, one of a
 * thousand a hundred times that, and one of ten thousand is not observed.
 */
function doorbellsSql({ runId, traceId, parent, beganNs, trial, backend, count, first }: BellsOptions): string {
  const offset = `intDiv(toUInt64(number) * ${measureNs - pauseNs}, ${count})`
  return `INSERT INTO spans (trace_id, span_id, parent_span_id, name, service, start_time, duration_ns, run_id, backend, phase, trial_index,
      queue_index, ring_index, batch, doorbell_observed, doorbell_method)
    SELECT '${traceId}', concat('${bellIds}', leftPad(lower(hex(number + ${first + 1})), 8, '0')), '${parent}',
      if(number % 2 = 0, '${spanNames.doorbellKick}', '${spanNames.doorbellCall}'), 'seed',
      fromUnixTimestamp64Nano(toInt64(${beganNs}) + toInt64(${offset}) + if(number * 2 > ${count}, ${pauseNs}, 0), 'UTC'),
      (200 + cityHash64(number) % 800) * if(cityHash64(number, 1) % 1000 = 0, 100, 1), '${runId}', '${backend}', 'measure', ${trial},
      intDiv(number, 2) % 2, number * 4, 1 + cityHash64(number, 2) % 8, cityHash64(number, 3) % 10000 != 0,
      if('${backend}' = 'eventfd', 'eventfd', 'mmio')
    FROM numbers(${count})`
}
