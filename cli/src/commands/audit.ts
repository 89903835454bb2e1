/** `ringside audit`: who did what, newest first. */
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { integer } from '../option-values.ts'
import { renderAudit } from '../render/index.ts'

interface AuditOptions {
  readonly limit: number
  readonly who?: string
  readonly cursor?: string
}

export function addAudit(program: Command): void {
  program
    .command('audit')
    .summary('show who changed what, and who was refused')
    .description(
      'Shows requests that changed something, and those that were refused, newest first. Needs a token with the scope admin.',
    )
    .option('--limit <count>', 'how many to show', integer(1, 1_000), 50)
    .option('--who <token>', 'only of the token with this id; open: of requests without one')
    .option('--cursor <cursor>', 'go on where a page before ended')
    .action(async (options: AuditOptions, command: Command) => {
      const context = contextOf(command)
      const page = await context.client().audit(options)
      context.result(page, () => renderAudit(page, context.render))
    })
}
