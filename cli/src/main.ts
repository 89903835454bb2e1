/** The `ringside` command. */
import { exitCodes } from '@ringside/contract'
import { CommanderError } from 'commander'
import { CommandFailure } from './failure.ts'
import { createProgram } from './program.ts'

// Whoever reads may stop early (ringside trace RUN | head); that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok)
  throw error
})

/** Exit code of what was thrown, after it was explained on standard error. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  const known = error instanceof CommandFailure
  const debug = process.env.RINGSIDE_DEBUG === '1'
  const text = error instanceof Error ? error.message : String(error)
  const faults = known
    ? error.faults.map(({ path, value, expected }) => `\n  ${path}: is ${JSON.stringify(value)}, expected ${expected}`)
    : []
  const hint = known || debug ? '' : '\nThis is a bug in ringside; RINGSIDE_DEBUG=1 shows where.'
  process.stderr.write(`ringside: ${text}${faults.join('')}${hint}\n`)
  if (debug && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  return known ? error.exitCode : exitCodes.error
}

try {
  await createProgram().parseAsync(process.argv)
} catch (error) {
  process.exitCode = explain(error)
}
