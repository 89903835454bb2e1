/** What a bench asks the process that receives and stores. */

/** A doorbell as it was stored. */
export interface StoredDoorbell {
  readonly spanId: string
  readonly name: string
  /** Decimal. */
  readonly startUnixNs: string
  /** Decimal. */
  readonly durationNs: string
  readonly queue: number
  readonly method: string
  readonly observed: boolean
  readonly ringIndex: number
  readonly batch: number
}

export interface TracedRun {
  readonly runId: string
  readonly traceId: string
}

/** The run and trace with a number from 0 to 255, of which `traceId` is one: its first byte is the number. */
export const tracedRun = (number: number, traceId: string): TracedRun => ({
  runId: `r-bench-${number}`,
  traceId: numberedId(number, traceId),
})

/** An id in hexadecimal with a number from 0 to 255 as its first byte. */
export const numberedId = (number: number, id: string): string => firstByte(number) + id.slice(2)

/** The same in SQL, of a column. Absent ids ("") stay absent. */
export const numberedIdSql = (number: number, column: string): string =>
  `if(${column} = '', '', concat('${firstByte(number)}', substring(${column}, 3)))`

/** The same of the column `links`. */
export const numberedLinksSql = (number: number): string =>
  `replaceRegexpAll(links, '"(trace_id|span_id)":"..', '"\\\\1":"${firstByte(number)}')`

const firstByte = (number: number): string => number.toString(16).padStart(2, '0')

/** How much of a run's trace was shown. */
export interface OpenedRun {
  /** Spans that are no doorbells. */
  readonly spans: number
  /** Doorbells in all folds. */
  readonly doorbells: number
  /** Doorbells in the densities of all folds. */
  readonly inDensities: number
  /** Links from late packets to doorbells whose fold is known. */
  readonly links: number
}

export type Question =
  /** How many rows of a trace can be queried. */
  | { readonly ask: 'rows'; readonly traceId: string }
  /** How many different spans they are. */
  | { readonly ask: 'distinct'; readonly traceId: string }
  /** The first ones of a trace. */
  | { readonly ask: 'doorbells'; readonly traceId: string; readonly limit: number }
  /** Bytes on disk once everything is merged. */
  | { readonly ask: 'bytesPerSpan' }
  /** Forgets all spans. */
  | { readonly ask: 'empty' }
  /** Stores another trace with the spans of the trace number 0, under ids and a run of its own ({@link tracedRun}). */
  | { readonly ask: 'copyTrace'; readonly first: TracedRun; readonly number: number }
  /** Merges all parts to one. */
  | { readonly ask: 'merge' }
  /** What `GET /runs/:id/trace` does on the store. */
  | ({ readonly ask: 'openRun' } & TracedRun)
  /** What Grafana asks for a trace: `limit` of its spans, between the times at which it began and ended. */
  | { readonly ask: 'openTrace'; readonly traceId: string; readonly limit: number }

export interface Answers {
  readonly rows: number
  readonly distinct: number
  readonly doorbells: readonly StoredDoorbell[]
  readonly bytesPerSpan: number
  readonly empty: null
  readonly copyTrace: null
  readonly merge: null
  readonly openRun: OpenedRun
  /** Spans. */
  readonly openTrace: number
}
