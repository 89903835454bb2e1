/** The store that the settings name. */
import { mkdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
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
  /** Folder of backups; default: one beside chdb's data. */
  readonly backupDir?: string | undefined
}

export const backupDirOf = ({ backupDir, dataDir }: Pick<StoreSettings, 'backupDir' | 'dataDir'>): string =>
  resolve(backupDir ?? join(dataDir, 'backups'))

/** Throws StoreError; where a file or folder cannot be used, the error of the system call. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const { storeUrl, dataDir, storeCaFile } = settings
  if (storeUrl === 'chdb') {
    await mkdir(dataDir, { recursive: true })
    return openChdbStore({ path: dataDir, backupDir: backupDirOf(settings) })
  }
  const caCertificates = storeCaFile === undefined ? undefined : await readFile(storeCaFile)
  return openClickHouseStore({ url: storeUrl, caCertificates })
}
