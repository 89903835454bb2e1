/** Single spans of a run, page by page, doorbells included. */
import type { FullSpan, SpanEvent, SpanOrigin, SpanPage } from '@ringside/contract'
import { cursorAt, type SpanPlace } from './span-cursor.ts'
import { type AskedSpans, type Condition, spansOf } from './span-filter.ts'
import { type SpanRow, spanColumns, spanOf } from './span-rows.ts'
import type { Store } from './store.ts'

export interface PageRequest extends AskedSpans {
  readonly limit: number
  /** The page begins behind this place. */
  readonly after?: SpanPlace | undefined
  readonly descending: boolean
}

/**
 * At most `limit` spans in the order of the table, or against it. A page costs what it holds, however far in it is: the
 * place is a condition on the table's order, not a number of rows to skip. Throws StoreError.
 */
export async function spanPage(store: Store, request: PageRequest): Promise<SpanPage> {
  const { traceId, limit, after, descending } = request
  const { sql, params } = spansOf(request)
  const way = descending ? 'DESC' : 'ASC'
  const condition = after === undefined ? sql : `${sql} AND ${behind(descending)}`
  // One more tells whether there is more.
  const rows = await selectFull(
    store,
    { sql: condition, params: { ...params, ...placeParams(after), limit: limit + 1 } },
    `ORDER BY name ${way}, start_time ${way}, span_id ${way} LIMIT {limit:UInt32}`,
  )
  const page = pageOf(traceId, rows.slice(0, limit))
  const last = page.spans.at(-1)
  return rows.length > limit && last !== undefined ? { ...page, next: cursorAt(last) } : page
}

/** Spans of a trace by their ids, by start time: one page. Throws StoreError. */
export async function spansById(store: Store, traceId: string, spanIds: readonly string[]): Promise<SpanPage> {
  const sql = 'trace_id = {traceId:String} AND span_id IN {spanIds:Array(String)}'
  return pageOf(traceId, await selectFull(store, { sql, params: { traceId, spanIds } }, 'ORDER BY start_time, span_id'))
}

/** Spelt out, because the index is not used for a comparison of tuples. */
function behind(descending: boolean): string {
  const [beyond, time] = [descending ? '<' : '>', "fromUnixTimestamp64Nano({placeTime:Int64}, 'UTC')"]
  return `(name ${beyond} {placeName:String} OR (name = {placeName:String} AND
    (start_time ${beyond} ${time} OR (start_time = ${time} AND span_id ${beyond} {placeId:String}))))`
}

const placeParams = (place: SpanPlace | undefined): Record<string, string> =>
  place === undefined ? {} : { placeName: place.name, placeTime: place.startUnixNs, placeId: place.spanId }

interface FullRow extends SpanRow {
  readonly traceState: string
  readonly kind: string
  readonly status: string
  readonly statusMessage: string
  readonly eventList: readonly { time: string; name: string; attributes: Readonly<Record<string, string>> }[]
  readonly scopeName: string
  readonly scopeVersion: string
  /** JSON objects, "" for none. */
  readonly scope: string
  readonly resource: string
}

function selectFull(store: Store, { sql, params }: Condition, order: string): Promise<FullRow[]> {
  return store.query<FullRow>(
    `SELECT ${spanColumns}, trace_state AS traceState, kind, status, status_message AS statusMessage,
       scope_name AS scopeName, scope_version AS scopeVersion, scope, resource,
       JSONExtract(events, 'Array(Tuple(time UInt64, name String, attributes Map(String, String)))') AS eventList
     FROM spans WHERE ${sql} ${order}`,
    params,
  )
}

function pageOf(traceId: string, rows: readonly FullRow[]): SpanPage {
  const origins = new Map<string, { readonly index: number; readonly origin: SpanOrigin }>()
  const spans = rows.map(({ scopeName, scopeVersion, scope, resource, eventList, ...row }): FullSpan => {
    const key = JSON.stringify([scopeName, scopeVersion, scope, resource])
    let known = origins.get(key)
    if (known === undefined) {
      const origin = { scopeName, scopeVersion, scope: textsOf(scope), resource: textsOf(resource) }
      known = { index: origins.size, origin }
      origins.set(key, known)
    }
    const { traceState, kind, status, statusMessage } = row
    return { ...spanOf(row), traceState, kind, status, statusMessage, events: eventList.map(eventOf), origin: known.index }
  })
  return { traceId, origins: Array.from(origins.values(), ({ origin }) => origin), spans }
}

const eventOf = ({ time, name, attributes }: FullRow['eventList'][number]): SpanEvent => ({ unixNs: time, name, attributes })

const textsOf = (json: string): Record<string, string> => (json === '' ? {} : JSON.parse(json))
