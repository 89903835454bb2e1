/** The store that the settings name. */
import { mkdir, readFile } from 'node:fs/promises'
import { openChdbStore } from './chdb-store.ts'
import { openClickHouseStore } from './clickhouse-store.ts'
import type { Store } from './store.ts'

export interface StoreSettings {
  /** `chdb`, or `http(s)://user:password@host:8123/database` of a ClickHouse server. */
  readonly storeUrl: string
  /** Folder of chdb's data. */
  readonly dataDir: string
  /** PEM file of the authorities that vouch for a server, where the system's do not. */
  readonly storeCaFile?: string | undefined
}

/** Throws StoreError; where a file or folder cannot be used, the error of the system call. */
export async function openStore({ storeUrl, dataDir, storeCaFile }: StoreSettings): Promise<Store> {
  if (storeUrl === 'chdb') {
    await mkdir(dataDir, { recursive: true })
    return openChdbStore({ path: dataDir })
  }
  const caCertificates = storeCaFile === undefined ? undefined : await readFile(storeCaFile)
  return openClickHouseStore({ url: storeUrl, caCertificates })
}
