/** Which spans of a run to show: query parameters of the API, combined with AND; several values of one mean any of them. */
import { type Static, Type } from 'typebox'

const Text = Type.String({ minLength: 1, maxLength: 128 })
const Id = Type.String({ pattern: '^[0-9a-f]{16}$' })
/** Up to what a signed 64-bit integer holds, and without leading zeros, which the store does not read as numbers. */
export const UnixNs = Type.String({ pattern: '^(0|[1-9]\\d{0,17}|[1-8]\\d{18})$' })
const DurationNs = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const maxValues = 128

/** Properties of {@link SpanFilter}, for schemas that have more. */
export const spanFilterProperties = {
  /** Virtqueues: of doorbells, and of ioctls that set one up. */
  queue: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 65_535 }), { maxItems: maxValues })),
  phase: Type.Optional(Text),
  backend: Type.Optional(Text),
  /** Index of the trial, from 0. */
  trial: Type.Optional(Type.Integer({ minimum: 0, maximum: 0xffffffff })),
  /** Patterns with `*` and `?`. */
  name: Type.Optional(Type.Array(Text, { maxItems: maxValues })),
  minDurationNs: Type.Optional(DurationNs),
  maxDurationNs: Type.Optional(DurationNs),
  /** `ENOMEM`. */
  errno: Type.Optional(Text),
  /** Only spans that ended with an error. */
  failed: Type.Optional(Type.Boolean()),
  parent: Type.Optional(Id),
  /** `eventfd` or `mmio`. */
  method: Type.Optional(Text),
  /** Start at or after this. */
  fromUnixNs: Type.Optional(UnixNs),
  /** Start before this. */
  untilUnixNs: Type.Optional(UnixNs),
}

export const SpanFilter = Type.Object(spanFilterProperties)
export type SpanFilter = Static<typeof SpanFilter>

/** What {@link SpanFilter} says beside how many spans a page has, where it starts, and which way it goes. */
export const SpanPageQuery = Type.Object(
  {
    ...spanFilterProperties,
    limit: Type.Integer({ minimum: 1, maximum: 20_000, default: 1_000 }),
    /** The `next` of the page before. */
    cursor: Type.Optional(Type.String({ maxLength: 1_024 })),
    order: Type.Optional(Type.Union([Type.Literal('ascending'), Type.Literal('descending')])),
  },
  { additionalProperties: false },
)
export type SpanPageQuery = Static<typeof SpanPageQuery>
