/** `ringside demo`: the whole way in about a minute, in a folder of its own. */
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Report } from '@ringside/contract'
import type { Command } from 'commander'
import { createClient } from '../client.ts'
import { type Context, contextOf } from '../context.ts'
import { CommandFailure } from '../failure.ts'
import { onInterruption } from '../interruption.ts'
import { renderReport } from '../render/index.ts'
import { writeReportFile } from '../report-file.ts'
import { requireSuite } from '../require-suite.ts'
import { runDocument } from '../run-document.ts'
import { failuresOf, runSuite } from '../run-suite.ts'
import { type Stack, startStack } from '../stack/stack.ts'
import { readSuite } from '../suite-file.ts'

const folder = 'ringside-demo'
const suitePath = fileURLToPath(new URL('../../../bench/suites/demo.yaml', import.meta.url))

export function addDemo(program: Command): void {
  program
    .command('demo')
    .summary('measure the demo suite, from nothing to a report')
    .description(
      `Starts the stack on free ports, runs bench/suites/demo.yaml, writes ./${folder}/report.html, and stops everything.\n` +
        `What was measured stays in ./${folder}/data. Takes about a minute.`,
    )
    .action((_options: object, command: Command) => demo(contextOf(command)))
}

async function demo(context: Context): Promise<void> {
  const { suite, yaml } = requireSuite(readSuite(suitePath), context)
  const { signal, release } = onInterruption()
  const data = join(folder, 'data')
  context.note('starting Redis, controller and agent')
  const stack = await startStack({ data, port: 0, redisPort: 0, signal, notice: context.note })
  let report: Report
  try {
    report = await orBroken(stack, runSuite({ client: createClient(stack.ready), suite, signal, note: context.note }))
  } finally {
    await stack.stop()
    release()
  }
  const path = writeReportFile(report, { path: join(folder, 'report.html'), suiteYaml: yaml, command: 'ringside demo' })
  context.result(
    runDocument(report, path),
    () => `${renderReport(report, context.render)}\n\n${nextSteps(report, { data, path })}`,
  )
  const failures = failuresOf(report.runs)
  if (failures.length > 0) throw new CommandFailure(failures.join('\n'))
}

/** The work, unless the stack breaks down first: then nobody would ever finish it. */
async function orBroken<T>(stack: Stack, work: Promise<T>): Promise<T> {
  const ended = await Promise.race([work.then((value) => ({ value })), stack.broken])
  if (ended instanceof CommandFailure) throw ended
  return ended.value
}

function nextSteps(report: Report, { data, path }: { data: string; path: string }): string {
  const [run] = report.runs
  // Who came by npm has the command in the project only.
  const ringside = process.env.npm_lifecycle_event === undefined ? 'ringside' : 'npx ringside'
  const suite = relative(process.cwd(), suitePath)
  const isBelow = !suite.startsWith('..')
  return [
    `report: ./${relative(process.cwd(), path)}`,
    `next:   ${ringside} up --data ${data}   starts the stack on what was just measured; then, beside it:`,
    ...(run === undefined ? [] : [`          ${ringside} trace ${run.id}    every ioctl and doorbell of the first run`]),
    `          ${ringside} run ${isBelow ? suite : suitePath}    again, after you edited it`,
  ].join('\n')
}
