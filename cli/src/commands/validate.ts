/** `ringside validate SUITE`: every fault of a suite, or what it will cost. */
import { basename } from 'node:path'
import { suiteDefaults } from '@ringside/contract'
import { noCost, plannedPoints, withPoint } from '@ringside/controller/planning'
import { costText } from '@ringside/dashboards'
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

/** Points named in the answer; `ringside expand` lists them all. */
const namedMost = 20

async function validate(file: string, context: Context): Promise<void> {
  const { suite, path } = requireSuite(readSuite(file), context)
  const repetitions = suite.run?.repeat ?? suiteDefaults.repeat
  const points = Array.from(plannedPoints(suite))
  const cost = points.reduce((sum, point) => withPoint(sum, point, repetitions), noCost)
  const document = {
    ok: true,
    suite: suite.name,
    faults: [],
    runCount: cost.runs,
    trials: cost.trials,
    measuringMs: cost.measuringMs,
    estimatedMs: cost.estimatedMs,
    runs: points.map(({ label, pointId, contentId }) => ({ label, pointId, contentId, repetitions })),
  }
  context.result(document, () =>
    [
      `${basename(path)} is fine: ${costText(cost, suite)}`,
      ...points.slice(0, namedMost).map(({ label }) => `  ${label}`),
      ...(points.length > namedMost ? [`  and ${points.length - namedMost} more: ringside expand ${file}`] : []),
    ].join('\n'),
  )
}
