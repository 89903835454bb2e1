/** What a bench asks the process that receives and stores. */

/** A doorbell as it was stored. */
export interface StoredDoorbell {
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

export interface Answers {
  readonly rows: number
  readonly distinct: number
  readonly doorbells: readonly StoredDoorbell[]
  readonly bytesPerSpan: number
  readonly empty: null
}
