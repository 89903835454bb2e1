/** Doorbells as they are known: coarsely of all of the trace, finely of where one looks. Times are ns after the trace's origin. */
import type { DoorbellBuckets, DoorbellKind, SingleDoorbells, SingleLane } from '@ringside/contract'
import { doorbellKey } from '../../../words/src/trace-tree.ts'
import { offsetNs, type Scene, stretchOf } from './scene.ts'
import { lengthOf, type Stretch } from './time.ts'

/** Counted in buckets; the same position in each array is the same bucket. */
export interface BucketedLane {
  /** Where bucket 0 begins. */
  readonly fromNs: number
  readonly bucketNs: number
  readonly bucket: readonly number[]
  readonly count: readonly number[]
  /** Absent where only counts are known. */
  readonly durations?: {
    readonly p50: readonly number[]
    readonly p99: readonly number[]
    readonly max: readonly number[]
  }
}

/** One answer: what is known of the time `of`. */
export interface Level {
  readonly of: Stretch
  readonly lanes: ReadonlyMap<string, BucketedLane>
}

export interface Singles {
  readonly of: Stretch
  /** `startNs` counts from `fromNs`. */
  readonly fromNs: number
  readonly lanes: ReadonlyMap<string, SingleLane>
}

export interface Bells {
  /** Newest first. */
  readonly levels: readonly Level[]
  readonly singles: Singles | undefined
}

/** Old ones are let go: what they knew is asked again in a tenth of a second. */
const mostLevels = 8

export const withLevel = (bells: Bells, level: Level): Bells => ({
  ...bells,
  levels: [level, ...bells.levels].slice(0, mostLevels),
})

export function levelOf(scene: Scene, { fromUnixNs, bucketNs, lanes }: DoorbellBuckets, of: Stretch): Level {
  const fromNs = offsetNs(scene, fromUnixNs)
  const known = lanes.map((lane): [string, BucketedLane] => {
    const { bucket, count, durationNsP50: p50, durationNsP99: p99, durationNsMax: max } = lane
    return [doorbellKey(lane), { fromNs, bucketNs, bucket, count, durations: { p50, p99, max } }]
  })
  return { of, lanes: new Map(known) }
}

export function singlesOf(scene: Scene, { fromUnixNs, lanes }: SingleDoorbells, of: Stretch): Singles {
  return { of, fromNs: offsetNs(scene, fromUnixNs), lanes: new Map(lanes.map((lane) => [doorbellKey(lane), lane])) }
}

/** The densities that came with the trace: counts alone, over the time of what the doorbells rang in. */
export function firstBells(scene: Scene): Bells {
  const lanes = scene.lanes.map(({ doorbells }): [string, BucketedLane] => {
    const parent = scene.spans.get(doorbells.parentSpanId)?.span
    const { fromNs, toNs } = parent ? stretchOf(scene, parent) : ownStretch(scene, doorbells)
    const counted = doorbells.density.flatMap((count, bucket) => (count > 0 ? [[bucket, count] as const] : []))
    return [
      doorbellKey(doorbells),
      {
        fromNs,
        bucketNs: Math.max(1, (toNs - fromNs) / Math.max(1, doorbells.density.length)),
        bucket: counted.map(([bucket]) => bucket),
        count: counted.map(([, count]) => count),
      },
    ]
  })
  return { levels: [{ of: scene.whole, lanes: new Map(lanes) }], singles: undefined }
}

function ownStretch(scene: Scene, { startUnixNs, endUnixNs }: { startUnixNs: string; endUnixNs: string }): Stretch {
  return { fromNs: offsetNs(scene, startUnixNs), toNs: offsetNs(scene, endUnixNs) }
}

const covers = (of: Stretch, shown: Stretch): boolean => of.fromNs <= shown.fromNs && of.toNs >= shown.toNs

/** The finest that is known of a lane over all of a time; undefined where it has no doorbells then. */
export function finest({ levels }: Bells, key: string, shown: Stretch): BucketedLane | undefined {
  let best: BucketedLane | undefined
  let [bestOf, found] = [Number.POSITIVE_INFINITY, false]
  for (const { of, lanes } of levels) {
    if (!covers(of, shown)) continue
    const lane = lanes.get(key)
    const width = lane?.durations ? lane.bucketNs : lengthOf(of)
    if (found && width >= bestOf) continue
    ;[best, bestOf, found] = [lane, width, true]
  }
  return best
}

/** How finely all of a time is known; undefined where it must be asked first. */
export function finenessOf({ levels }: Bells, shown: Stretch): number | undefined {
  const widths = levels
    .filter(({ of, lanes }) => covers(of, shown) && [...lanes.values()].every(({ durations }) => durations))
    .map(({ of, lanes }) => lanes.values().next().value?.bucketNs ?? lengthOf(of) / 1e6)
  return widths.length === 0 ? undefined : Math.min(...widths)
}

/** About how many of a lane were rung in a time. */
export function countIn(lane: BucketedLane | undefined, { fromNs, toNs }: Stretch): number {
  if (lane === undefined) return 0
  return lane.bucket.reduce((sum, bucket, i) => {
    const begin = lane.fromNs + bucket * lane.bucketNs
    const inside = Math.min(toNs, begin + lane.bucketNs) - Math.max(fromNs, begin)
    return inside <= 0 ? sum : sum + ((lane.count[i] ?? 0) * inside) / lane.bucketNs
  }, 0)
}

/** Single doorbells of a lane, where all of a time is known one by one. */
export function singlesIn({ singles }: Bells, kind: DoorbellKind, shown: Stretch): SingleLane | undefined {
  return singles && covers(singles.of, shown) ? singles.lanes.get(doorbellKey(kind)) : undefined
}

/** Whether doorbells are known one by one in all of a time. */
export const isSingle = ({ singles }: Bells, shown: Stretch): boolean => singles !== undefined && covers(singles.of, shown)
