/** `ringside compare A B`: which is faster, by how much, and how sure that is. */
import type { CompareAnswer } from '@ringside/contract'
import type { Command } from 'commander'
import type { Client } from '../client.ts'
import { contextOf } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { renderComparisons } from '../render/index.ts'

export function addCompare(program: Command): void {
  program
    .command('compare')
    .argument('<a>', 'RUN or RUN:BACKEND')
    .argument('[b]', 'RUN or RUN:BACKEND; left out: compare the backends of A')
    .summary('compare two runs, or the backends of one')
    .description('Compares two runs, two backends, or (with one run alone) the first backend of a run with its others.')
    .action(async (...[a, b, , command]: [string, string | undefined, object, Command]) => {
      const context = contextOf(command)
      const client = context.client()
      const answer = b === undefined ? await compareBackends(client, a) : await client.compare(a, b)
      context.result(answer, () => renderComparisons(answer, context.render))
    })
}

async function compareBackends(client: Client, runId: string): Promise<CompareAnswer> {
  if (runId.includes(':'))
    throw usageFailure(
      `'${runId}' names one backend; expected something to compare it with, such as: ringside compare ${runId} RUN:BACKEND`,
    )
  const { backends } = await client.run(runId)
  const [first, ...others] = backends
  if (first === undefined || others.length === 0) {
    throw usageFailure(
      `run ${runId} measured one backend (${backends.join(', ')}); expected two: give another run to compare it with`,
    )
  }
  const answers = await Promise.all(others.map((other) => client.compare(`${runId}:${first}`, `${runId}:${other}`)))
  // Every answer has the profile of the first backend; once is enough.
  const latencies = new Map(
    answers.flatMap((answer) => answer.latencies).map((profile) => [`${profile.runId}:${profile.backend}`, profile]),
  )
  return { comparisons: answers.flatMap((answer) => answer.comparisons), latencies: [...latencies.values()] }
}
