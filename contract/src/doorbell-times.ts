/** Doorbells of a stretch of time: counted in equal parts of it, or one by one. What a view that zooms asks for. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'
import { spanFilterProperties, UnixNs } from './span-filter.ts'
import { DoorbellKind } from './trace.ts'

const Numbers = Type.Array(Type.Number())

/** Which doorbells of a run, and in how many parts of the time from `fromUnixNs` until `untilUnixNs`. */
export const DoorbellBucketQuery = Type.Object(
  {
    ...spanFilterProperties,
    fromUnixNs: UnixNs,
    untilUnixNs: UnixNs,
    buckets: Type.Integer({ minimum: 1, maximum: 2_048, default: 512 }),
  },
  { additionalProperties: false },
)
export type DoorbellBucketQuery = Static<typeof DoorbellBucketQuery>

/** Columns: the same position in each array is the same bucket. Empty buckets are left out. */
export const BucketLane = Type.Object(
  {
    ...DoorbellKind.properties,
    bucket: Type.Array(Type.Number(), { description: 'Which part of the time, from 0, ascending' }),
    count: Numbers,
    durationNsP50: Numbers,
    durationNsP99: Numbers,
    durationNsMax: Numbers,
    unobserved: Type.Array(Type.Number(), { description: 'Of `count`, those that the other side was not seen to notice' }),
  },
  { title: 'BucketLane' },
)
export type BucketLane = Frozen<Static<typeof BucketLane>>

/** Doorbells by when they were rung, those of one kind together. */
export const DoorbellBuckets = Type.Object(
  {
    fromUnixNs: Type.String(),
    bucketNs: Type.Number({ description: 'How long a bucket is' }),
    lanes: Type.Array(BucketLane),
  },
  { title: 'DoorbellBuckets' },
)
export type DoorbellBuckets = Frozen<Static<typeof DoorbellBuckets>>

export const SingleDoorbellQuery = Type.Object(
  {
    ...spanFilterProperties,
    fromUnixNs: UnixNs,
    limit: Type.Integer({ minimum: 1, maximum: 20_000, default: 5_000 }),
  },
  { additionalProperties: false },
)
export type SingleDoorbellQuery = Static<typeof SingleDoorbellQuery>

/** Columns: the same position in each array is the same doorbell, in order of time. */
export const SingleLane = Type.Object(
  {
    ...DoorbellKind.properties,
    spanId: Type.Array(Type.String()),
    startNs: Type.Array(Type.Number(), { description: 'After `fromUnixNs`' }),
    durationNs: Numbers,
    batch: Numbers,
    ringIndex: Numbers,
    observed: Type.Array(Type.Boolean()),
  },
  { title: 'SingleLane' },
)
export type SingleLane = Frozen<Static<typeof SingleLane>>

/** The first doorbells from a time on, those of one kind together. */
export const SingleDoorbells = Type.Object(
  {
    fromUnixNs: Type.String(),
    lanes: Type.Array(SingleLane),
    more: Type.Boolean({ description: 'There are more than `limit`: the last ones are missing' }),
  },
  { title: 'SingleDoorbells' },
)
export type SingleDoorbells = Frozen<Static<typeof SingleDoorbells>>
