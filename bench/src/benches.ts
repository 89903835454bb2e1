/** Every bench there is: what is measured on both sides, and which ratio is to be reached. */
import type { Bench, Group } from './bench.ts'
import { controllerBench } from './controller/bench.ts'
import type { Load } from './load.ts'
import { ourSide } from './ours/datapath.ts'
import { ourEncodeSide } from './ours/encode.ts'
import { clockSide, recorderSide } from './ours/recorder.ts'
import { ourRingSide } from './ours/ring.ts'
import { ourSpanSide } from './ours/span-export.ts'
import { openRunTrace, openTraceById, openTraceSide, type TraceOpening } from './ours/trace-open.ts'
import { type TracedLoad, tracedSide, untracedSide } from './ours/tracing.ts'
import { ourRings } from './ours/trial.ts'
import { type DpdkFormat, dpdkPages, dpdkSide } from './peers/dpdk.ts'
import { peerSpans, sdkSide } from './peers/opentelemetry.ts'
import { serializerSide } from './peers/otlp-transformer.ts'
import { ringtestSide } from './peers/ringtest.ts'
import type { Contest } from './side.ts'
import { spanStore } from './spans/span-store.ts'
import { traceStores } from './spans/trace-stores.ts'
import { webBench } from './web/bench.ts'

type Shape = Pick<Load, 'direction' | 'frameBytes'>

const shapes: readonly Shape[] = [
  { direction: 'oneway', frameBytes: 64 },
  { direction: 'oneway', frameBytes: 512 },
  { direction: 'oneway', frameBytes: 1518 },
  { direction: 'loopback', frameBytes: 64 },
]

/** Memory of our trials, with room to spare. */
const ourPages = 64
/** The two best ones of each direction, found once by measuring all. */
const peerFormats: Readonly<Record<Load['direction'], readonly DpdkFormat[]>> = {
  oneway: ['split', 'packed'],
  loopback: ['packed', 'packed, not mergeable'],
}

interface DatapathBench {
  readonly name: string
  readonly description: string
  /** What each side writes and looks at. */
  readonly ours: Load['content']
  readonly peers: Load['content']
  /** Peers generate the header of each frame anew. */
  readonly manyFlows?: boolean
  /** Ratios to reach, by the name of the group. */
  readonly bars?: Readonly<Record<string, number>>
}

const datapathBars = { 'oneway-64': 3, 'oneway-512': 1.3, 'oneway-1518': 1, 'loopback-64': 1.5 }

function datapathBench({ name, description, ours, peers, manyFlows = false, bars }: DatapathBench): Bench {
  const groups = shapes.map((shape): Group => {
    const group = `${shape.direction}-${shape.frameBytes}`
    return {
      name: group,
      contest: {
        ours: ourRings.map((ring) => ({
          case: `${group}-${ring}`,
          side: ourSide(ring, { ...shape, content: ours }),
          bar: bars?.[group],
        })),
        peers: peerFormats[shape.direction].map((format) => dpdkSide(format, { ...shape, content: peers, manyFlows })),
      },
    }
  })
  return { name, description, unit: 'packets/s', hugepages: 2 * dpdkPages + ourPages, groups }
}

/** Cost of a packet that may not rise: 15 % more of it is 13 % less of a rate. */
const scalingBar = 1 / 1.15

/** Ours against ours at 256 entries and one queue pair: what larger rings and more queues cost. */
function scalingBench(): Bench {
  const load: Load = { direction: 'oneway', frameBytes: 64, content: 'full' }
  const variants: readonly (readonly [string, Partial<Load>])[] = [
    ...[128, 512, 1024, 2048, 4096].map((ringSize) => [`ring-${ringSize}`, { ringSize }] as const),
    ...[2, 4, 8].map((queuePairs) => [`queues-${queuePairs}`, { queuePairs }] as const),
  ]
  const groups = ourRings.map(
    (ring): Group => ({
      name: ring,
      contest: {
        ours: variants.map(([name, change]) => ({
          case: `${name}-${ring}`,
          side: ourSide(ring, { ...load, ...change }),
          bar: scalingBar,
        })),
        peers: [ourSide(ring, load)],
      },
    }),
  )
  const description = 'ours against ours: rings of 128 to 4096 entries and 2 to 8 queue pairs beside 256 entries and one'
  return { name: 'scaling', description, unit: 'packets/s', hugepages: ourPages, groups }
}

/** From event rings to rows that can be queried; the bar counts against the SDK as it is used, with a queue that loses nothing. */
function spansBench(): Bench {
  const store = spanStore()
  const queueForAll = { maxQueueSize: peerSpans }
  const rows: Contest = {
    ours: [{ case: 'doorbells-to-rows', side: ourSpanSide(store), bar: 10 }],
    peers: [sdkSide('defaults', {}, store), sdkSide('a queue for all', queueForAll, store)],
  }
  const tuned: Contest = {
    ours: [{ case: 'doorbells-to-rows-tuned-peer', side: ourSpanSide(store) }],
    peers: [sdkSide('a queue for all, batches of 8192', { ...queueForAll, maxExportBatchSize: 8192 }, store)],
  }
  const encoding: Contest = { ours: [{ case: 'encode', side: ourEncodeSide(), least: 2e6 }], peers: [serializerSide()] }
  return {
    name: 'spans',
    description: 'doorbells from the event ring to rows in the embedded store, and into OTLP alone',
    unit: 'spans/s',
    hugepages: 0,
    groups: [
      { name: 'rows', contest: rows },
      { name: 'tuned-peer', contest: tuned },
      { name: 'encoding', contest: encoding },
    ],
  }
}

/** 300 ms to open a trace. */
const openingsLeast = 1000 / 300

/** A trace of a million spans among fifty million, beside the same one alone. Both groups use the same stores. */
function traceOpenBench(): Bench {
  const stores = traceStores()
  const group = (name: string, { opening, least }: { opening: TraceOpening; least?: number }): Group => {
    const ours = { case: name, side: openTraceSide('among', opening, stores), bar: 0.5 }
    const contest = {
      ours: [least === undefined ? ours : { ...ours, least }],
      peers: [openTraceSide('alone', opening, stores)],
    }
    return { name: `${name}s`, contest }
  }
  return {
    name: 'trace-open',
    description:
      'ours against ours: opening a trace of 1 million spans among 50 million, beside the same one in a store of its own',
    unit: 'opens/s',
    hugepages: 0,
    groups: [
      group('run-trace', { opening: openRunTrace, least: openingsLeast }),
      group('by-trace-id', { opening: openTraceById }),
    ],
    close: stores.close,
  }
}

/** All doorbells traced beside none; where a doorbell costs no more than its event, an event may cost as much as a doorbell. */
const tracingCases: readonly (readonly [string, TracedLoad, number])[] = [
  ['burst-32-mapped', { doorbell: 'mapped', burst: 32, direction: 'oneway' }, 0.97],
  ['burst-32-eventfd', { doorbell: 'eventfd', burst: 32, direction: 'oneway' }, 0.97],
  // There and back: one way, a device at work wants no doorbells for most packets.
  ['per-packet-eventfd', { doorbell: 'eventfd', burst: 1, direction: 'loopback' }, 0.97],
  ['per-packet-mapped', { doorbell: 'mapped', burst: 1, direction: 'oneway' }, 0.5],
]

function tracingBench(): Bench {
  return {
    name: 'tracing',
    description: 'ours with every doorbell traced against ours with none, 64 B frames, every byte verified',
    unit: 'packets/s',
    hugepages: ourPages,
    groups: tracingCases.map(([name, load, bar]) => ({
      name: `${load.doorbell}-${load.burst}`,
      contest: { ours: [{ case: name, side: tracedSide(load), bar }], peers: [untracedSide(load)] },
    })),
  }
}

/** 15 ns an event. */
const recorderLeast = 1e9 / 15

export const benches: readonly Bench[] = [
  datapathBench({
    name: 'datapath',
    description: 'both sides write and read every byte of every frame; ours also checks it',
    ours: 'full',
    peers: 'full',
    bars: datapathBars,
  }),
  datapathBench({
    name: 'datapath-against-flowgen',
    description: 'ours writes and checks every byte, the peer generates the headers of every frame anew',
    ours: 'full',
    peers: 'header',
    manyFlows: true,
    bars: datapathBars,
  }),
  datapathBench({
    name: 'datapath-header-only',
    description: 'both sides write headers only; the rest of a frame is whatever the buffer held',
    ours: 'header',
    peers: 'header',
  }),
  datapathBench({
    name: 'datapath-against-header-only',
    description: 'ours writes and checks every byte, the peer writes headers only: testpmd as it is commonly run',
    ours: 'full',
    peers: 'header',
  }),
  scalingBench(),
  tracingBench(),
  {
    name: 'recorder',
    description: 'events recorded on one thread, their time included, beside reading CLOCK_MONOTONIC and nothing else',
    unit: 'events/s',
    hugepages: 0,
    groups: [
      {
        name: 'thread',
        contest: { ours: [{ case: 'events', side: recorderSide(), least: recorderLeast }], peers: [clockSide()] },
      },
    ],
  },
  spansBench(),
  traceOpenBench(),
  controllerBench(),
  webBench(),
  {
    name: 'ring',
    description: 'rings alone, no payload, one thread a side',
    unit: 'buffers/s',
    hugepages: 0,
    groups: [
      {
        name: 'buffers',
        contest: {
          ours: ourRings.map((ring) => ({ case: `buffers-${ring}`, side: ourRingSide(ring) })),
          peers: [ringtestSide('ring')],
        },
      },
    ],
  },
]

/** The groups of a bench with only the cases named: by group (`oneway-64`) or by case (`oneway-64-split`). All of them for no names. */
export function selectGroups({ groups }: Bench, names: readonly string[]): Group[] {
  if (names.length === 0) return [...groups]
  return groups
    .map(({ name, contest }) => {
      const ours = contest.ours.filter((entry) => names.includes(name) || names.includes(entry.case))
      return { name, contest: { ...contest, ours } }
    })
    .filter(({ contest }) => contest.ours.length > 0)
}

/** What `--case` may be. */
export const caseNames = ({ groups }: Bench): string[] =>
  groups.flatMap(({ name, contest }) => [name, ...contest.ours.map((entry) => entry.case)])
