/** BACKUP and RESTORE as the engine does them in the background, watched until they end. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Store, StoreError } from '../store.ts'

const pollMs = 50

interface OperationRow {
  readonly status: string
  readonly error: string
  readonly files: string
  readonly bytes: string
}

/**
 * Starts `statement` and resolves with the bytes of the backup when it has ended. `onSnapshot` is called once it is decided
 * what is in a backup. Throws StoreError.
 */
export async function runOperation(store: Store, statement: string, onSnapshot: () => void = () => undefined): Promise<number> {
  const [started] = await store.query<{ id: string }>(`${statement} ASYNC`)
  for (;;) {
    const [row] = await store.query<OperationRow>(
      'SELECT toString(status) AS status, error, num_files AS files, total_size AS bytes FROM system.backups WHERE id = {id:String}',
      { id: started?.id ?? '' },
    )
    if (row === undefined) throw new StoreError('the store has forgotten the backup: was it started anew meanwhile?')
    if (Number(row.files) > 0) onSnapshot()
    if (row.status === 'BACKUP_CREATED' || row.status === 'RESTORED') return Number(row.bytes)
    if (row.error !== '' || /FAILED|CANCELLED/.test(row.status)) throw failure(row)
    await sleep(pollMs)
  }
}

function failure({ status, error }: OperationRow): StoreError {
  const code = /\bCode: (\d+)\./.exec(error)?.[1]
  return new StoreError(error === '' ? status : error, { code: Number(code ?? 1001) })
}
