/** `npm run -s bench -- NAME`: our figures beside other people's software, in one run. */
import { exitCodes } from '@ringside/contract'
import { benches } from './benches.ts'
import { help, type Options, readOptions, UsageError } from './options.ts'
import { createProgress } from './progress.ts'
import type { BenchResult } from './result.ts'
import { runBench } from './run-bench.ts'
import { table, unitOf } from './table.ts'

/** What shells give a program that Ctrl-C ended. */
const interruptedExitCode = 130

/** The exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args)
  if (options === 'help') process.stdout.write(`${help}\n`)
  else if (options === 'list') process.stdout.write(list())
  else return await bench(options)
  return exitCodes.ok
}

async function bench(options: Options): Promise<number> {
  const interruption = new AbortController()
  const interrupt = () => {
    // Asked twice, it ends at once; what must not stay behind is seen to as the process exits.
    if (interruption.signal.aborted) process.exit(interruptedExitCode)
    interruption.abort()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt)
  const progress = createProgress()
  const onResult = (result: BenchResult) => {
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`)
  }
  try {
    const outcome = await runBench({ ...options, signal: interruption.signal, progress, onResult })
    progress.end()
    if (!options.json && outcome.results.length > 0) {
      const head = [options.bench.description, unitOf(outcome.results), ...outcome.pages]
      process.stdout.write(`\n${head.join('\n')}\n\n${table(outcome.results)}`)
    }
    const problems = [...outcome.failures, ...(options.check ? outcome.missed : [])]
    for (const problem of problems) process.stderr.write(`bench: ${problem}\n`)
    return problems.length === 0 ? exitCodes.ok : exitCodes.error
  } catch (error) {
    progress.end()
    if (!interruption.signal.aborted) throw error
    process.stderr.write('bench: interrupted; everything it started is ended\n')
    return interruptedExitCode
  }
}

function list(): string {
  return benches
    .map(({ name, description, groups }) => {
      const cases = groups.map((group) => `    ${group.name}: ${group.contest.ours.map((entry) => entry.case).join(', ')}\n`)
      return `${name}: ${description}\n${cases.join('')}`
    })
    .join('')
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`bench: ${error.message}\n\n${help}\n`)
  process.exitCode = exitCodes.usage
}
