/** A store whose writes can be held for a moment, so that a backup shows all of its tables at the same time. */
import type { InsertOptions, Store } from '../store.ts'

export interface GatedStore extends Store {
  /** Waits for the writes under way, and holds all others until the returned function is called. */
  hold(): Promise<() => void>
}

/** Passes everything on to `store`; inserts only when they are not held. */
export function gateStore(store: Store): GatedStore {
  const underWay = new Set<Promise<void>>()
  let opened: Promise<void> | undefined
  const write = async (insert: () => Promise<void>): Promise<void> => {
    while (opened !== undefined) await opened
    const running = insert()
    underWay.add(running)
    try {
      await running
    } finally {
      underWay.delete(running)
    }
  }
  return {
    query: (sql, params) => store.query(sql, params),
    download: (sql, options) => store.download(sql, options),
    exec: (sql) => store.exec(sql),
    insertRows: (table: string, rows: readonly object[], options: InsertOptions) =>
      write(() => store.insertRows(table, rows, options)),
    insertNative: (table: string, blocks: Buffer, options: InsertOptions) =>
      write(() => store.insertNative(table, blocks, options)),
    setQuiet: (quiet) => store.setQuiet(quiet),
    close: () => store.close(),
    hold: async () => {
      while (opened !== undefined) await opened
      const { promise, resolve } = Promise.withResolvers<void>()
      opened = promise
      await Promise.allSettled(underWay)
      return () => {
        opened = undefined
        resolve()
      }
    },
  }
}
