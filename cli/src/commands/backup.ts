/** `ringside backup`, `ringside restore`: the whole store, kept where the controller keeps backups. */
import { apiPaths, type Backup, type RestoreReport } from '@ringside/contract'
import { formatCount, formatQuantity } from '@ringside/dashboards'
import type { Command } from 'commander'
import { type Context, contextOf } from '../context.ts'
import { paint } from '../render/line.ts'
import { table } from '../render/table.ts'

export function addBackup(program: Command): void {
  program
    .command('backup')
    .argument('[name]', 'what to call it: letters, digits, . _ -; default: the time')
    .summary('back the whole store up, or list the backups')
    .option('--list', 'list the backups there are')
    .action(async (name: string | undefined, options: { readonly list?: boolean }, command: Command) => {
      const context = contextOf(command)
      if (options.list) return listBackups(context)
      const backup = await post<Backup>(context, apiPaths.backups, name === undefined ? {} : { name })
      context.result(backup, () => `${backup.name}: ${formatQuantity(backup.bytes, 'B')}, ${rowWords(backup)}`)
    })
}

export function addRestore(program: Command): void {
  program
    .command('restore')
    .argument('<name>', 'a backup that ringside backup --list shows')
    .summary('put a backup in the place of what the store has')
    .option('--replace', 'also when the store has runs: they are lost')
    .action(async (name: string, options: { readonly replace?: boolean }, command: Command) => {
      const context = contextOf(command)
      const path = `${apiPaths.backup.replace(':name', encodeURIComponent(name))}/restore`
      const report = await post<RestoreReport>(context, path, { replace: options.replace === true })
      context.result(report, () => `restored ${report.backup}: ${rowWords(report)}`)
    })
}

async function listBackups(context: Context): Promise<void> {
  const { backups } = (await (await context.client().open(apiPaths.backups)).json()) as { backups: readonly Backup[] }
  context.result({ backups }, () =>
    backups.length === 0 ? 'There are no backups; make one with: ringside backup' : listing(backups, context),
  )
}

function listing(backups: readonly Backup[], { render }: Context): string {
  const columns = (['name', 'made', 'size', 'runs'] as const).map((title) => ({
    title,
    align: title === 'size' || title === 'runs' ? ('right' as const) : ('left' as const),
  }))
  const rows = backups.map((backup) => [
    backup.name,
    backup.createdAt.slice(0, 19).replace('T', ' '),
    formatQuantity(backup.bytes, 'B'),
    formatCount(rowsOf(backup, 'runs')),
  ])
  return paint(table({ columns, rows }, render.width), render)
}

async function post<T>(context: Context, path: string, body: object): Promise<T> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return (await (await context.client().open(path, init)).json()) as T
}

const rowsOf = ({ tables }: Pick<Backup, 'tables'>, name: string): number => tables.find((each) => each.name === name)?.rows ?? 0

const rowWords = (of: Pick<Backup, 'tables'>): string =>
  `${formatCount(rowsOf(of, 'runs'))} runs, ${formatCount(rowsOf(of, 'spans'))} spans`
