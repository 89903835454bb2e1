/** `ringside trace RUN`: where the time of a run went, down to ioctls and doorbells. */
import type { RunDetail, RunTrace, SpanFilter } from '@ringside/contract'
import { formatCount } from '@ringside/dashboards'
import { type Command, Option } from 'commander'
import type { Client } from '../client.ts'
import { type Context, contextOf } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { commaSeparated, integer, shortDuration } from '../option-values.ts'
import { renderOutliers, renderTrace, type TraceOptions } from '../render/index.ts'
import { toFile, toStream } from '../trace/export/destination.ts'
import { type ExportFormat, exportFormats, exportTrace } from '../trace/export/export.ts'
import { exportProgress } from '../trace/export/progress.ts'
import { addFilterOptions, type FilterOptions, filterOf, filterWords } from '../trace/filter.ts'
import { TracePager } from '../trace/pager.ts'
import { interact } from '../trace/terminal.ts'
import { doorbellPage, unfold } from '../trace/unfold.ts'

interface TraceCommandOptions extends FilterOptions {
  readonly full?: boolean
  readonly unfold?: readonly string[]
  readonly limit: number
  readonly from?: number
  readonly around?: number
  readonly outliers?: boolean
  readonly interactive?: boolean
  readonly export?: ExportFormat
  readonly output?: string
}

export function addTrace(program: Command): void {
  const command = program
    .command('trace')
    .argument('<run>', 'id of the run')
    .summary('show the trace of a run')
    .description(
      'Shows the spans of a run as a tree on its time axis. Repeated siblings are folded, doorbells always summed up; what is ' +
        'folded has a handle (d1, f1) to unfold it by. Options that choose spans must all hold.',
    )
    .option('--full', 'unfold all repeated siblings')
    .option('--unfold <handles>', 'show what these fold: d1,f2, all-ioctls, all-doorbells', handles)
    .option('--limit <count>', 'lines of each that is unfolded, or packets with --outliers', integer(1, 10_000), 50)
    .addOption(
      new Option('--from <offset>', 'unfold from here, counted from the start of what it lies in: 120ms').argParser(
        shortDuration,
      ),
    )
    .addOption(new Option('--around <offset>', 'unfold around here').argParser(shortDuration).conflicts('from'))
    .addOption(new Option('--outliers', 'list the slowest packets and the doorbells around them').conflicts(['unfold', 'full']))
    .addOption(new Option('-i, --interactive', 'fold and unfold with keys (? for help)').conflicts(['unfold', 'outliers']))
    .addOption(
      new Option('--export <format>', 'all spans, doorbells included: OTLP as JSON, one request a line; or for Perfetto')
        .choices(exportFormats)
        .conflicts(['unfold', 'full', 'outliers', 'interactive']),
    )
    .option('-o, --output <file>', 'with --export: write to this file')
  addFilterOptions(command).action((id: string, options: TraceCommandOptions, invoked: Command) =>
    trace(id, options, contextOf(invoked)),
  )
}

const handles = (text: string, before: readonly string[] = []): readonly string[] => [...before, ...commaSeparated(text)]

/** What every way to show a trace is given. */
interface Asked {
  readonly client: Client
  readonly context: Context
  readonly run: RunDetail
  readonly filter: SpanFilter
  readonly options: TraceCommandOptions
}

async function trace(id: string, options: TraceCommandOptions, context: Context): Promise<void> {
  checkWays(options, context)
  const client = context.client()
  const run = await client.run(id)
  const asked: Asked = { client, context, run, filter: filterOf(options, run), options }
  if (options.export !== undefined) return exported(asked, options.export)
  if (options.outliers) return outliers(asked)
  const found = await client.trace(id, asked.filter)
  return options.interactive ? interactive(asked, found) : printed(asked, found)
}

/** What commander cannot say about options that need others, or a terminal. */
function checkWays(
  { output, export: format, interactive: keys, from, around, unfold: unfolded }: TraceCommandOptions,
  { json }: Context,
): void {
  const { stdin, stdout } = process
  if (output !== undefined && format === undefined)
    throw usageFailure(`-o is '${output}' without --export; expected a format too: --export ${exportFormats.join(' or ')}`)
  if ((from !== undefined || around !== undefined) && unfolded === undefined)
    throw usageFailure('--from and --around page through what is unfolded; expected a handle too: --unfold d1')
  if (keys && (json || !stdin.isTTY || !stdout.isTTY || process.env.TERM === 'dumb'))
    throw usageFailure('-i needs a terminal that it can draw on; leave it out, or see --unfold')
  if (format !== undefined && output === undefined && stdout.isTTY)
    throw usageFailure('standard output is a terminal; expected a file for the export: -o FILE, or > FILE')
}

async function printed({ client, context, run, filter, options }: Asked, found: RunTrace): Promise<void> {
  const { full = false, unfold: wanted } = options
  if (wanted === undefined)
    return context.result(found, () => renderTrace(found, traceOptions({ context, run, filter, options })))
  const unfolded = await unfold(client, found, {
    handles: wanted,
    full,
    filter,
    limit: options.limit,
    fromNs: options.from,
    aroundNs: options.around,
  })
  const document = {
    ...found,
    unfolded: Object.fromEntries([...unfolded.doorbells].map(([handle, { spans }]) => [handle, spans])),
  }
  context.result(document, () => renderTrace(found, { ...traceOptions({ context, run, filter, options }), unfolded }))
}

function traceOptions({ context, run, filter, options }: Omit<Asked, 'client'>): TraceOptions {
  return { ...context.render, run, filter: filterWords(filter), full: options.full === true }
}

async function outliers({ client, context, run, filter, options }: Asked): Promise<void> {
  const list = await client.outliers(run.id, { ...filter, limit: Math.min(options.limit, 1_000) })
  context.result(list, () => renderOutliers(list, { ...context.render, run }))
}

async function interactive({ client, context, run, filter, options }: Asked, found: RunTrace): Promise<void> {
  const pager = new TracePager({
    trace: found,
    options: traceOptions({ context, run, filter, options }),
    load: (node, cursor) => doorbellPage(client, run.id, { node, filter, limit: options.limit, cursor }),
  })
  await interact(pager, { input: process.stdin, output: process.stdout })
}

async function exported({ client, context, run, filter, options }: Asked, format: ExportFormat): Promise<void> {
  const progress = exportProgress(run.spans, process.stderr)
  const destination = options.output === undefined ? toStream(process.stdout) : await toFile(options.output)
  try {
    const request = { format, runId: run.id, filter, onProgress: progress.update }
    const spans = await exportTrace(client, request, destination)
    progress.end()
    if (options.output !== undefined) context.note(`${options.output}: ${formatCount(spans)} spans`)
  } finally {
    progress.end()
  }
}
