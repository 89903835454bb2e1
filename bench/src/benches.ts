/** Every bench there is: what is measured on both sides, and which ratio is to be reached. */
import type { Load } from './load.ts'
import { ourRings, ourSide } from './ours/datapath.ts'
import { ourRingSide } from './ours/ring.ts'
import { type DpdkFormat, dpdkPages, dpdkSide } from './peers/dpdk.ts'
import { ringtestSide } from './peers/ringtest.ts'
import type { Contest } from './side.ts'

export interface Bench {
  readonly name: string
  readonly description: string
  /** Of every figure but the ratio. */
  readonly unit: string
  /** 2 MB pages that both sides of a group take together. */
  readonly hugepages: number
  readonly groups: readonly Group[]
}

/** Cases that are measured together, against the same trials of the peers. */
export interface Group {
  readonly name: string
  readonly contest: Contest
}

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
  /** Ratios to reach, by the name of the group. */
  readonly bars?: Readonly<Record<string, number>>
}

function datapathBench({ name, description, ours, peers, bars }: DatapathBench): Bench {
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
        peers: peerFormats[shape.direction].map((format) => dpdkSide(format, { ...shape, content: peers })),
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

export const benches: readonly Bench[] = [
  datapathBench({
    name: 'datapath',
    description: 'both sides write and read every byte of every frame; ours also checks it',
    ours: 'full',
    peers: 'full',
    bars: { 'oneway-64': 3, 'oneway-512': 1.3, 'oneway-1518': 1, 'loopback-64': 1.5 },
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
