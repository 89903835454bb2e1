/** `ringside export`: runs as an archive, a table or a log of histograms. */
import { apiPaths, exportFormats } from '@ringside/contract'
import { formatQuantity } from '@ringside/dashboards'
import { type Command, Option } from 'commander'
import { type Context, contextOf } from '../context.ts'
import { CommandFailure, usageFailure } from '../failure.ts'
import { transferProgress } from '../transfer-progress.ts'
import { writeStream } from '../write-stream.ts'

interface ExportOptions {
  readonly format: (typeof exportFormats)[number]
  readonly run?: readonly string[]
  readonly submission?: string
  readonly suite?: string
  readonly since?: string
  readonly all?: boolean
  readonly spans?: boolean
  readonly table?: 'trials' | 'spans'
  readonly output?: string
}

export function addExport(program: Command): void {
  program
    .command('export')
    .summary('write runs to a file: all of them, to be imported elsewhere, or a table')
    .description(
      'Writes the runs that pass every condition and have ended. json: everything, for ringside import; csv, parquet: a row a trial or a span; hdr: the latencies as a log of HdrHistogram.',
    )
    .addOption(new Option('--format <name>', 'what to write').choices([...exportFormats]).default('json'))
    .option('--run <id...>', 'these runs')
    .option('--submission <id>', 'the runs of a submission')
    .option('--suite <name>', 'the runs of a suite')
    .option('--since <time>', 'submitted then or later: 2026-01-31, or 2026-01-31T12:00:00Z')
    .option('--all', 'every run')
    .option('--spans', 'json: with the spans of the runs')
    .addOption(new Option('--table <name>', 'csv and parquet: of what').choices(['trials', 'spans']))
    .option('-o, --output <file>', 'the file to write; default: standard output')
    .action(async (options: ExportOptions, command: Command) => exportRuns(options, contextOf(command)))
}

async function exportRuns(options: ExportOptions, context: Context): Promise<void> {
  const { output, all, ...query } = options
  checkOptions(options, context)
  const response = await context.client().open(`${apiPaths.export}?${searchParams(query)}`)
  if (response.body === null) throw new CommandFailure('the controller sent no export; look at its log')
  const progress = transferProgress(process.stderr)
  try {
    const bytes = await writeStream(response.body, output, (written) => progress.update(written))
    progress.end()
    if (output !== undefined)
      context.result({ file: output, format: options.format, bytes }, () => `${output}: ${formatQuantity(bytes, 'B')}`)
  } finally {
    progress.end()
  }
}

function checkOptions({ all, run, submission, suite, since, output, format }: ExportOptions, { json }: Context): void {
  if (all !== true && [run, submission, suite, since].every((condition) => condition === undefined)) {
    throw usageFailure('which runs? Expected --run, --submission, --suite, --since or --all')
  }
  if (output !== undefined) return
  if (json) throw usageFailure('--json tells of the file that was written; name one: -o FILE')
  if (format === 'parquet' && process.stdout.isTTY) throw usageFailure('Parquet is nothing for a terminal; name a file: -o FILE')
}

function searchParams(query: Readonly<Record<string, unknown>>): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const each of Array.isArray(value) ? value : [value]) params.append(name, `${each}`)
  return params
}
