/** `ringside cancel`: end runs before their time. */
import type { Command } from 'commander'
import { contextOf } from '../context.ts'

interface CancelOptions {
  readonly reason?: string
}

export function addCancel(program: Command): void {
  program
    .command('cancel')
    .argument('<id>', 'a run (r-...), or a submission (s-...) with all that is unfinished of it')
    .summary('end a run or a submission before its time')
    .description('Ends a run, or all unfinished runs of a submission: at once what waits, within two seconds what is measured.')
    .option('--reason <text>', 'why, for whoever wonders later')
    .action(async (id: string, { reason }: CancelOptions, command: Command) => {
      const context = contextOf(command)
      const answer = await context.client().cancel(id, reason === undefined ? {} : { reason })
      context.result(answer, () => `${answer.cancelled} ${answer.cancelled === 1 ? 'run' : 'runs'} told to end`)
    })
}
