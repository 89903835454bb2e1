/** What the store holds, as the API tells it. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'

export const StoreTable = Type.Object(
  {
    name: Type.String(),
    rows: Type.Integer(),
    bytes: Type.Integer({ description: "On the store's disk, compressed" }),
    retention: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.Number(), Type.Literal('keep')]), {
        description: 'What ages in it and after how many days; absent where everything stays for ever',
      }),
    ),
  },
  { title: 'StoreTable' },
)
export type StoreTable = Frozen<Static<typeof StoreTable>>

export const StoreSummary = Type.Object(
  {
    store: Type.String({ description: "`chdb`, or the server's address without user and password" }),
    version: Type.String({ description: 'Of ClickHouse' }),
    tables: Type.Array(StoreTable),
  },
  { title: 'StoreSummary' },
)
export type StoreSummary = Frozen<Static<typeof StoreSummary>>
