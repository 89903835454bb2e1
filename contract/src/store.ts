/** What the store holds, as the API tells it. */

export interface StoreTable {
  readonly name: string
  readonly rows: number
  /** On the store's disk, compressed. */
  readonly bytes: number
  /** What ages in it and after how many days; absent where everything stays for ever. */
  readonly retention?: Readonly<Record<string, number | 'keep'>>
}

export interface StoreSummary {
  /** `chdb`, or the server's address without user and password. */
  readonly store: string
  /** Of ClickHouse. */
  readonly version: string
  readonly tables: readonly StoreTable[]
}
