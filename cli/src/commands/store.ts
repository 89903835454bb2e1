/** `ringside store`: what the store holds and for how long. */
import { apiPaths, type StoreSummary } from '@ringside/contract'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { renderStore } from '../render/store.ts'

export function addStore(program: Command): void {
  program
    .command('store')
    .summary('show what the store holds, and for how long')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command)
      const response = await context.client().open(apiPaths.store)
      const summary = (await response.json()) as StoreSummary
      context.result(summary, () => renderStore(summary, context.render))
    })
}
