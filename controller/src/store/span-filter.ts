/** A filter of spans as SQL. Values travel as parameters, never in the text. */
import { attributes, type SpanFilter, spanNames } from '@ringside/contract'
import type { QueryParams } from './store.ts'

export const doorbellNames = [spanNames.doorbellKick, spanNames.doorbellCall]

/** A condition on rows of `spans`, and the values of its placeholders. */
export interface Condition {
  readonly sql: string
  readonly params: QueryParams
}

/** How each part of a filter is asked. Placeholders bear the names of the parts. */
const parts: { readonly [Part in Exclude<keyof SpanFilter, 'name'>]-?: string } = {
  // Requests that set up a queue name it as an argument.
  queue: `(queue_index IN {queue:Array(UInt16)} OR
    (name LIKE '%VRING%' AND toUInt16OrNull(attributes['${attributes.ioctlArgPrefix}index']) IN {queue:Array(UInt16)}))`,
  // A batch of doorbells has those of several phases in it, so only their parents say which.
  phase: `(phase = {phase:String} OR parent_span_id IN
    (SELECT span_id FROM spans WHERE run_id = {runId:String} AND trace_id = {traceId:String} AND name = {phase:String}))`,
  backend: 'backend = {backend:String}',
  trial: 'trial_index = {trial:UInt32}',
  minDurationNs: 'duration_ns >= {minDurationNs:UInt64}',
  maxDurationNs: 'duration_ns <= {maxDurationNs:UInt64}',
  errno: 'error_type = {errno:String}',
  failed: "(status = 'Error') = ({failed:UInt8} = 1)",
  parent: 'parent_span_id = {parent:String}',
  method: 'doorbell_method = {method:String}',
  fromUnixNs: "start_time >= fromUnixTimestamp64Nano({fromUnixNs:Int64}, 'UTC')",
  untilUnixNs: "start_time < fromUnixTimestamp64Nano({untilUnixNs:Int64}, 'UTC')",
}

/** Which spans of which run. */
export interface AskedSpans {
  readonly runId: string
  readonly traceId: string
  /** All of them without one. */
  readonly filter?: SpanFilter
}

/** The spans that were asked for. */
export function spansOf({ runId, traceId, filter = {} }: AskedSpans): Condition {
  const conditions = ['run_id = {runId:String}', 'trace_id = {traceId:String}']
  const params: Record<string, QueryParams[string]> = { runId, traceId }
  for (const [part, sql] of Object.entries(parts)) {
    const value = filter[part as keyof typeof parts]
    if (value === undefined) continue
    conditions.push(sql)
    params[part] = typeof value === 'boolean' ? Number(value) : value
  }
  if (filter.name !== undefined) {
    // A placeholder for each: LIKE with a constant beginning uses the index, which an array of patterns would not.
    conditions.push(`(${filter.name.map((_, i) => `name LIKE {name${i}:String}`).join(' OR ') || 'false'})`)
    for (const [i, glob] of filter.name.entries()) params[`name${i}`] = likePattern(glob)
  }
  return { sql: conditions.join(' AND '), params }
}

/** Of those, the ones that are no doorbells. */
export function notDoorbells({ sql, params }: Condition): Condition {
  return { sql: `${sql} AND name NOT IN {doorbells:Array(String)}`, params: { ...params, doorbells: doorbellNames } }
}

/** Whether a filter lets everything pass. */
export const isEmpty = (filter: SpanFilter): boolean => Object.values(filter).every((value) => value === undefined)

/** `VHOST_*` as a pattern of LIKE: `VHOST\_%`. */
export function likePattern(glob: string): string {
  return glob
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_')
}
