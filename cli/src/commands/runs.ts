/** `ringside runs`: what has been measured, newest first. */
import { listLimits, type RunListQuery, RunState, type RunSummary } from '@ringside/contract'
import type { Command } from 'commander'
import type { Client } from '../client.ts'
import { contextOf } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { integer, moment, wordsOf } from '../option-values.ts'
import { renderRun, renderRuns } from '../render/index.ts'

interface RunsOptions {
  readonly limit: number
  readonly all?: boolean
  readonly queues?: boolean
  readonly artifact?: string
  readonly state?: RunListQuery['state']
  readonly suite?: string
  readonly host?: string
  readonly since?: string
}

const states = RunState.anyOf.map(({ const: state }) => state)

export function addRuns(program: Command): void {
  program
    .command('runs')
    .argument('[run]', 'show this run in full')
    .summary('list runs, or show one in full')
    .option('--limit <count>', 'how many runs to list', integer(1, listLimits.most), 20)
    .option('--all', 'list all runs, however many')
    .option('--state <states>', `only runs in these states: ${states.join(',')}`, wordsOf(states))
    .option('--suite <name>', 'only runs of this suite')
    .option('--host <id>', 'only runs on this host')
    .option('--since <moment>', 'only runs submitted since then: 2026-01-31, or so long ago: 12h, 7d', moment)
    .option('--queues', 'with RUN: also what both ends of every queue counted')
    .option('--artifact <name>', 'with RUN: what it has left behind under this name: log, host')
    .action(async (id: string | undefined, options: RunsOptions, command: Command) => {
      const context = contextOf(command)
      if (id === undefined) {
        if (options.queues)
          throw usageFailure('--queues shows the queues of one run; expected its id: ringside runs RUN --queues')
        if (options.artifact !== undefined)
          throw usageFailure('--artifact shows what one run has left behind; expected its id: ringside runs RUN --artifact log')
        const runs = await listed(context.client(), options)
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

/** One page, or all of them. */
async function listed(client: Client, { all, limit, state, suite, host, since }: RunsOptions): Promise<readonly RunSummary[]> {
  const filter = Object.fromEntries(Object.entries({ state, suite, host, since }).filter(([, value]) => value !== undefined))
  const query: Partial<RunListQuery> = { ...filter, limit: all ? listLimits.most : limit }
  const runs: RunSummary[] = []
  let next: string | undefined
  do {
    const page = await client.runs(next === undefined ? query : { ...query, cursor: next })
    runs.push(...page.runs)
    next = page.next
  } while (all && next !== undefined)
  return runs
}
