/** `ringside report [A] [B]`: one HTML file of a submission, a run, or a comparison. */
import { spawn } from 'node:child_process'
import type { Command } from 'commander'
import { type Context, contextOf } from '../context.ts'
import { writePage, writePlots } from '../report-file.ts'
import { reportSource } from '../report-source.ts'

interface ReportOptions {
  readonly output?: string
  readonly plots?: string
  readonly open?: boolean
}

export function addReport(program: Command): void {
  program
    .command('report')
    .argument('[a]', 'a run, a submission, or a set of runs in words; default: the latest submission')
    .argument('[b]', 'what it is compared with: the same')
    .summary('write a report as one HTML file')
    .description(
      'Writes one HTML file that needs nothing else, for the screen and for paper. A set of runs is words that must hold:\n' +
        "'suite:nightly backend:sw since:2026-11-01'. Also: until, label, point, host, run, submission.\n" +
        'Plots are written as SVG; as PNG each is a button away on the pages of the controller, which a browser draws.',
    )
    .option('--output <file>', 'where to write it; default: ringside-report-NAME.html')
    .option('--plots <folder>', 'also write every plot as an SVG file')
    .option('--open', 'show it in the browser of this desktop')
    .action((...given: [string | undefined, string | undefined, ReportOptions, Command]) => report(...given))
}

async function report(...[a, b, options, command]: [string | undefined, string | undefined, ReportOptions, Command]) {
  const context = contextOf(command)
  const source = await reportSource(context.client(), a, b)
  const asked = [a, b].flatMap((set) => (set === undefined ? [] : [/^[\w:-]+$/.test(set) ? set : `'${set}'`]))
  const origin = { command: ['ringside report', ...asked].join(' '), generatedAt: new Date().toISOString() }
  const file = writePage(options.output ?? `ringside-report-${source.name}.html`, source.html(origin))
  const plots = options.plots === undefined ? [] : writePlots(options.plots, source.plots())
  context.result({ ...source.of, report: file, plots }, () =>
    [`report: ${file}`, ...(plots.length === 0 ? [] : [`plots:  ${plots.length} in ${options.plots}`])].join('\n'),
  )
  if (options.open === true) show(file, context)
}

/** The command does not wait for who reads. */
function show(file: string, { note }: Context): void {
  const viewer = spawn('xdg-open', [file], { detached: true, stdio: 'ignore' })
  viewer.on('error', () => note(`no browser opened: there is no xdg-open on the PATH; open it yourself: file://${file}`))
  viewer.unref()
}
