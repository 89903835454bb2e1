/** The command line: every command, and what they have in common. */
import { readFileSync } from 'node:fs'
import { exitCodes } from '@ringside/contract'
import { Command } from 'commander'
import { addAlerts } from './commands/alerts.ts'
import { addAudit } from './commands/audit.ts'
import { addBackup, addRestore } from './commands/backup.ts'
import { addCancel } from './commands/cancel.ts'
import { addCompare } from './commands/compare.ts'
import { addCompletion } from './commands/completion.ts'
import { addContext } from './commands/context.ts'
import { addDemo } from './commands/demo.ts'
import { addDoctor } from './commands/doctor.ts'
import { addExpand } from './commands/expand.ts'
import { addExport } from './commands/export.ts'
import { addHosts } from './commands/hosts.ts'
import { addImport } from './commands/import.ts'
import { addMeasure } from './commands/measure.ts'
import { addReport } from './commands/report.ts'
import { addRun } from './commands/run.ts'
import { addRuns } from './commands/runs.ts'
import { addSchedule } from './commands/schedule.ts'
import { addStore } from './commands/store.ts'
import { addToken } from './commands/token.ts'
import { addTrace } from './commands/trace.ts'
import { addTrends } from './commands/trends.ts'
import { addUp } from './commands/up.ts'
import { addValidate } from './commands/validate.ts'
import { defaultUrl } from './controller-address.ts'

const commands = [
  addDemo,
  addUp,
  addValidate,
  addExpand,
  addRun,
  addRuns,
  addSchedule,
  addAlerts,
  addHosts,
  addCancel,
  addCompare,
  addTrends,
  addReport,
  addTrace,
  addMeasure,
  addDoctor,
  addToken,
  addAudit,
  addContext,
  addStore,
  addExport,
  addImport,
  addBackup,
  addRestore,
  addCompletion,
]

/** The program, ready to parse. It throws CommanderError where commander would have ended the process. */
export function createProgram(): Command {
  const program = new Command('ringside')
    .description('Benchmarks vhost datapaths, traces every ioctl and doorbell, and says which backend is faster.')
    .version(version(), '--version')
    .option('--json', 'one JSON document on standard output, everything else on standard error')
    .option(
      '--url <address>',
      `the controller; default: $RINGSIDE_URL, else the context in use, else a running ringside up, else ${defaultUrl}`,
    )
    .option('--context <name>', 'the controller of this name; default: $RINGSIDE_CONTEXT, else what ringside context use says')
    .option('--no-color', 'plain text, as with $NO_COLOR')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(ringside --help, or ringside COMMAND --help, has the usage)')
    .addHelpText('after', exitCodeHelp)
  for (const add of commands) add(program)
  return program
}

const exitCodeHelp = `
Exit codes:
  ${exitCodes.ok}  it worked
  ${exitCodes.error}  a run failed, a service is missing, something broke
  ${exitCodes.usage}  bad usage or bad input: nothing was started

RINGSIDE_TOKEN is the token for an address given with --url or RINGSIDE_URL, RINGSIDE_CA a PEM file with
certificates to trust there. A context has its own.

RINGSIDE_DEBUG=1 adds stack traces to errors.`

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  return manifest.version
}
