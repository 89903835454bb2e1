/** Backups of the whole store, as the API has them. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'

/** A name, never a path: letters of the Latin alphabet, digits, `.`, `_` and `-`. */
export const backupNamePattern = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'

export const BackupTable = Type.Object({ name: Type.String(), rows: Type.Integer() }, { title: 'BackupTable' })
export type BackupTable = Frozen<Static<typeof BackupTable>>

/** A backup that is complete. */
export const Backup = Type.Object(
  {
    name: Type.String(),
    createdAt: Type.String({ description: 'ISO 8601' }),
    store: Type.String({ description: "Of the store it was made of: `chdb`, or the server's address" }),
    bytes: Type.Integer(),
    tables: Type.Array(BackupTable),
  },
  { title: 'Backup' },
)
export type Backup = Frozen<Static<typeof Backup>>

export const BackupList = Type.Object({ backups: Type.Array(Backup) }, { title: 'BackupList' })

export interface RestoreRequest {
  /** Also when the store has runs, which are lost then. */
  readonly replace?: boolean
}

export const RestoreReport = Type.Object(
  { backup: Type.String(), tables: Type.Array(BackupTable, { description: 'What is in the store now' }) },
  { title: 'RestoreReport' },
)
export type RestoreReport = Frozen<Static<typeof RestoreReport>>
