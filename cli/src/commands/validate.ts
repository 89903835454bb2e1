/** `ringside validate SUITE`: every fault of a suite, or what it will cost. */
import { basename } from 'node:path'
import { formatQuantity } from '@ringside/dashboards'
import type { Command } from 'commander'
import { type Context, contextOf } from '../context.ts'
import { requireSuite } from '../require-suite.ts'
import { readSuite } from '../suite-file.ts'

export function addValidate(program: Command): void {
  program
    .command('validate')
    .argument('<suite>', 'YAML file of the suite')
    .summary('explain every fault of a suite, or say what it will cost')
    .description(
      'Checks a suite and the captures it names, and says how many runs it makes and how long they measure.\nExit code 2 when it has faults.',
    )
    .action((file: string, _options: object, command: Command) => validate(file, contextOf(command)))
}

async function validate(file: string, context: Context): Promise<void> {
  const { suite, path } = requireSuite(readSuite(file), context)
  const { expand, hostTimeMs } = await import('@ringside/controller')
  const runs = expand(suite)
  const trials = runs.reduce((sum, run) => sum + run.trials * run.backends.length, 0)
  const measuringMs = runs.reduce((sum, run) => sum + hostTimeMs(run), 0)
  const document = {
    ok: true,
    suite: suite.name,
    faults: [],
    runs: runs.map(({ label, pointId }) => ({ label, pointId })),
    trials,
    measuringMs,
  }
  context.result(document, () => {
    const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`
    return [
      `${basename(path)} is fine: ${count(runs.length, 'run')}, ${count(trials, 'trial')}, at least ${formatQuantity(measuringMs * 1e6, 'ns')} on the host`,
      ...runs.map(({ label }) => `  ${label}`),
    ].join('\n')
  })
}
