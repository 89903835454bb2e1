/** `ringside runs`: what has been measured, newest first. */
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { integer } from '../option-values.ts'
import { renderRun, renderRuns } from '../render/index.ts'

interface RunsOptions {
  readonly limit: number
  readonly queues?: boolean
  readonly artifact?: string
}

export function addRuns(program: Command): void {
  program
    .command('runs')
    .argument('[run]', 'show this run in full')
    .summary('list runs, or show one in full')
    .option('--limit <count>', 'how many runs to list', integer(1, 1_000), 20)
    .option('--queues', 'with RUN: also what both ends of every queue counted')
    .option('--artifact <name>', 'with RUN: what it has left behind under this name: log, host')
    .action(async (id: string | undefined, options: RunsOptions, command: Command) => {
      const context = contextOf(command)
      if (id === undefined) {
        if (options.queues)
          throw usageFailure('--queues shows the queues of one run; expected its id: ringside runs RUN --queues')
        if (options.artifact !== undefined)
          throw usageFailure('--artifact shows what one run has left behind; expected its id: ringside runs RUN --artifact log')
        const runs = await context.client().runs(options.limit)
        context.result({ runs }, () => renderRuns(runs, context.render))
      } else if (options.artifact !== undefined) {
        const { artifact: name } = options
        const artifact = await context.client().artifact(id, name)
        context.result({ run: id, name, ...artifact }, () => artifact.text)
      } else {
        const run = await context.client().run(id)
        context.result(run, () => renderRun(run, context.render, options))
      }
    })
}
