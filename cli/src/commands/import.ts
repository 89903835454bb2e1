/** `ringside import FILE`: the runs of an archive into the controller's store. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { apiPaths, exitCodes, type ImportedRun, type ImportReport } from '@ringside/contract'
import { formatCount } from '@ringside/dashboards'
import type { Command } from 'commander'
import { type Context, contextOf } from '../context.ts'
import { messageOf, usageFailure } from '../failure.ts'
import { transferProgress } from '../transfer-progress.ts'

export function addImport(program: Command): void {
  program
    .command('import')
    .argument('<file>', "an archive that 'ringside export' wrote; - for standard input")
    .summary('take the runs of an archive into the store; twice adds nothing')
    .action(async (file: string, _options: object, command: Command) => importRuns(file, contextOf(command)))
}

async function importRuns(file: string, context: Context): Promise<void> {
  const totalBytes = file === '-' ? undefined : await sizeOf(file)
  const progress = transferProgress(process.stderr, totalBytes)
  try {
    const source = file === '-' ? process.stdin : createReadStream(file)
    const body = Readable.toWeb(Readable.from(counted(source, (bytes) => progress.update(bytes)))) as ReadableStream
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' } as RequestInit
    const response = await context.client().open(apiPaths.import, init)
    const report = (await response.json()) as ImportReport
    progress.end()
    context.result(report, () => reportWords(report))
    if (report.runs.some(({ outcome }) => outcome === 'refused')) process.exitCode = exitCodes.error
  } finally {
    progress.end()
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch (error) {
    throw usageFailure(`cannot read ${file} (${messageOf(error)}); expected an archive that 'ringside export' wrote`)
  }
}

async function* counted(source: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    onBytes(bytes)
    yield chunk
  }
}

function reportWords({ runs }: ImportReport): string {
  const count = (outcome: ImportedRun['outcome']) => formatCount(runs.filter((run) => run.outcome === outcome).length)
  const refused = runs.filter(({ outcome }) => outcome === 'refused').map(({ id, reason }) => `  ${id}: ${reason}`)
  return [`runs: ${count('added')} added, ${count('kept')} there already, ${count('refused')} refused`, ...refused].join('\n')
}
