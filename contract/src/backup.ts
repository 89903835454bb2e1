/** Backups of the whole store, as the API has them. */

/** A name, never a path: letters of the Latin alphabet, digits, `.`, `_` and `-`. */
export const backupNamePattern = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'

export interface BackupTable {
  readonly name: string
  readonly rows: number
}

/** A backup that is complete. */
export interface Backup {
  readonly name: string
  /** ISO 8601. */
  readonly createdAt: string
  /** Of the store it was made of: `chdb`, or the server's address. */
  readonly store: string
  readonly bytes: number
  readonly tables: readonly BackupTable[]
}

export interface RestoreRequest {
  /** Also when the store has runs, which are lost then. */
  readonly replace?: boolean
}

export interface RestoreReport {
  readonly backup: string
  /** What is in the store now. */
  readonly tables: readonly BackupTable[]
}
