/** `ringside trace RUN`: where the time of a run went, down to ioctls and doorbells. */
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { renderTrace } from '../render/index.ts'

export function addTrace(program: Command): void {
  program
    .command('trace')
    .argument('<run>', 'id of the run')
    .summary('show the trace of a run')
    .description(
      'Shows the spans of a run as a tree on its time axis. Repeated siblings are folded; doorbells are always summed up.',
    )
    .option('--full', 'unfold repeated siblings')
    .action(async (id: string, options: { full?: boolean }, command: Command) => {
      const context = contextOf(command)
      const trace = await context.client().trace(id)
      context.result(trace, () => renderTrace(trace, { ...context.render, full: options.full === true }))
    })
}
