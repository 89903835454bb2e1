/**
 * Backups of the whole store, by the engine's BACKUP. A backup is there when its manifest is, which is written last: what a crash
 * or a full disk cut short is never listed, and is overwritten by the next one of its name.
 */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Backup, backupNamePattern, type RestoreReport } from '@ringside/contract'
import { StoreError } from '../store.ts'
import { BackupError } from './backup-error.ts'
import { runOperation } from './operation.ts'
import { restoreTables } from './restore.ts'
import { resultTables } from './tables.ts'
import { verifyFiles } from './verify-files.ts'
import type { GatedStore } from './write-gate.ts'

export interface BackupsOptions {
  /** Of the manifests, and of the backups themselves where the engine is in this process. */
  readonly folder: string
  /** What the store is called in manifests. */
  readonly storeName: string
  /** The engine is in this process; else its server puts a backup where its own settings say. */
  readonly isLocal: boolean
}

/** Codes of ClickHouse that mean a full disk. */
const fullDiskCodes: readonly (number | undefined)[] = [243]
const maxMessageLength = 500

export class Backups {
  readonly #store: GatedStore
  readonly #options: BackupsOptions
  #isBusy = false

  constructor(store: GatedStore, options: BackupsOptions) {
    this.#store = store
    this.#options = options
  }

  /** Newest first. */
  async list(): Promise<Backup[]> {
    const names = await readdir(this.#options.folder).catch(() => [])
    const backups = names.filter((name) => name.endsWith('.json')).map((name) => this.#manifest(name.slice(0, -'.json'.length)))
    return (await Promise.all(backups))
      .filter((backup) => backup !== undefined)
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
  }

  /** Throws BackupError and StoreError; then nothing of it stays. */
  create(name: string): Promise<Backup> {
    return this.#alone(async () => {
      checkName(name)
      if ((await this.#manifest(name)) !== undefined)
        throw new BackupError(409, `there is a backup '${name}' already; choose another name`)
      await mkdir(this.#options.folder, { recursive: true })
      await this.#discard(name)
      try {
        return await this.#write(name)
      } catch (error) {
        await this.#discard(name)
        throw explained(error, this.#options.folder)
      }
    })
  }

  /** Puts a backup in the place of what the store has. Throws BackupError and StoreError; the store is as it was then. */
  restore(name: string, { replace = false }: { readonly replace?: boolean | undefined }): Promise<RestoreReport> {
    return this.#alone(async () => {
      checkName(name)
      const backup = await this.#manifest(name)
      if (backup === undefined)
        throw new BackupError(404, `there is no complete backup '${name}'; list them with: ringside backup --list`)
      await this.#checkReplaceable(name, replace)
      const tables = await restoreTables(this.#store, backup, this.#place(name)).catch((error: unknown) => {
        throw explained(error, this.#options.folder)
      })
      return { backup: name, tables }
    })
  }

  async #checkReplaceable(name: string, replace: boolean): Promise<void> {
    const [runs] = await this.#store.query<{ n: number; unfinished: number }>(
      "SELECT toUInt32(count()) AS n, toUInt32(countIf(state NOT IN ('succeeded', 'failed'))) AS unfinished FROM runs FINAL",
    )
    if (runs?.unfinished) throw new BackupError(409, `${runs.unfinished} runs have not ended; wait for them, or cancel them`)
    if (!replace && runs?.n) {
      throw new BackupError(
        409,
        `the store has ${runs.n} runs, which would be replaced; do so with: ringside restore ${name} --replace`,
      )
    }
  }

  async #write(name: string): Promise<Backup> {
    const release = await this.#store.hold()
    try {
      const tables = await resultTables(this.#store)
      const list = tables.map((table) => `TABLE ${table.name}`).join(', ')
      const bytes = await runOperation(this.#store, `BACKUP ${list} TO ${this.#place(name)}`, release)
      if (this.#options.isLocal) await verifyFiles(join(this.#options.folder, name))
      const backup = { name, createdAt: new Date().toISOString(), store: this.#options.storeName, bytes, tables }
      await this.#writeManifest(backup)
      return backup
    } finally {
      release()
    }
  }

  /** Names have nothing that would need to be escaped. */
  #place(name: string): string {
    const { folder, isLocal } = this.#options
    return `File('${isLocal ? `${folder.replace(/[\\']/g, '\\$&')}/` : ''}${name}')`
  }

  async #writeManifest(backup: Backup): Promise<void> {
    const file = join(this.#options.folder, `${backup.name}.json`)
    const handle = await open(`${file}.partial`, 'w')
    try {
      await handle.writeFile(JSON.stringify(backup))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(`${file}.partial`, file)
  }

  async #manifest(name: string): Promise<Backup | undefined> {
    try {
      const backup = JSON.parse(await readFile(join(this.#options.folder, `${name}.json`), 'utf8')) as Backup
      return backup.name === name && Array.isArray(backup.tables) ? backup : undefined
    } catch {
      return undefined
    }
  }

  async #discard(name: string): Promise<void> {
    for (const leftover of [name, `${name}.json.partial`]) {
      await rm(join(this.#options.folder, leftover), { recursive: true, force: true })
    }
  }

  async #alone<R>(work: () => Promise<R>): Promise<R> {
    if (this.#isBusy) throw new BackupError(409, 'another backup or restore is under way; try again when it has ended')
    this.#isBusy = true
    try {
      return await work()
    } finally {
      this.#isBusy = false
    }
  }
}

function checkName(name: string): void {
  if (!new RegExp(backupNamePattern).test(name)) {
    throw new BackupError(422, `the name is '${name}', expected at most 64 letters, digits, '.', '_' and '-', and no path`)
  }
}

/** What the engine refuses is the backup's failure, not the controller's. */
function explained(error: unknown, folder: string): unknown {
  const isFull =
    (error instanceof StoreError && (fullDiskCodes.includes(error.code) || /No space left on device/.test(error.message))) ||
    (error as NodeJS.ErrnoException)?.code === 'ENOSPC'
  if (isFull) return new BackupError(507, `there is no room for the backup in ${folder}; make room, or set RINGSIDE_BACKUP_DIR`)
  if (!(error instanceof StoreError) || error.code === undefined) return error
  return new BackupError(422, `the store refused: ${error.message.slice(0, maxMessageLength)}`)
}
