/** `ringside run SUITE`: validate, submit, follow, report. */
import type { Command } from 'commander'
import { type Context, contextOf } from '../context.ts'
import { CommandFailure } from '../failure.ts'
import { onInterruption } from '../interruption.ts'
import { idempotencyKey } from '../option-values.ts'
import { renderReport } from '../render/index.ts'
import { writeReportFile } from '../report-file.ts'
import { requireSuite, type ValidSuite } from '../require-suite.ts'
import { runDocument } from '../run-document.ts'
import { failuresOf, runSuite, submitSuite } from '../run-suite.ts'
import { readSuite } from '../suite-file.ts'

interface RunOptions {
  readonly report?: string
  readonly detach?: boolean
  readonly key?: string
}

export function addRun(program: Command): void {
  program
    .command('run')
    .argument('<suite>', 'YAML file of the suite')
    .summary('run a suite, follow it, and compare its backends')
    .description(
      'Validates a suite, submits it, follows its runs, and compares the backends.\n' +
        'Exit code 1 when a run failed, 2 when the suite has faults (nothing is started then).',
    )
    .option('--report <file>', 'also write the report as one HTML file')
    .option('--key <key>', 'submit once under this key: the same suite and key again give the same runs', idempotencyKey)
    .option('--detach', 'return as soon as the runs are queued')
    .action(async (file: string, options: RunOptions, command: Command) => {
      const context = contextOf(command)
      const suite = requireSuite(readSuite(file), context)
      await (options.detach === true ? detach(suite, options, context) : seeThrough(suite, options, context))
    })
}

async function detach({ suite }: ValidSuite, { key }: RunOptions, context: Context): Promise<void> {
  const submission = await submitSuite({ client: context.client(), suite, key })
  context.result(submission, () =>
    [
      `submitted ${submission.id}`,
      ...submission.runs.map(({ id, label }) => `  ${id}  ${label}`),
      'see them with: ringside runs',
    ].join('\n'),
  )
}

async function seeThrough(file: ValidSuite, options: RunOptions, context: Context): Promise<void> {
  const interruption = onInterruption()
  const { signal } = interruption
  const { key } = options
  const running = runSuite({ client: context.client(), suite: file.suite, signal, key, note: context.note })
  const report = await running.finally(interruption.release)
  const command = `ringside run ${file.path}`
  const path =
    options.report === undefined ? undefined : writeReportFile(report, { path: options.report, suiteYaml: file.yaml, command })
  const [first] = report.runs
  context.result(runDocument(report, path), () =>
    [
      renderReport(report, context.render),
      ...(path === undefined ? [] : [`report: ${path}`]),
      ...(first === undefined ? [] : [`next: ringside trace ${first.id}`]),
    ].join('\n'),
  )
  const failures = failuresOf(report.runs)
  if (failures.length > 0) throw new CommandFailure(failures.join('\n'))
}
