/** `ringside doctor`: whether this host is a good place to measure on. */
import type { Check } from '@ringside/agent'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { CommandFailure } from '../failure.ts'

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('look at this host as a place to measure on')
    .description(
      'Checks kernel, devices, memory, processors and software of this host, and says how to mend what is missing.\nExit code 1 when something Ringside cannot work without is missing.',
    )
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command)
      const { diagnose } = await import('@ringside/agent')
      const checks = await diagnose()
      context.result({ checks }, () => checksText(checks))
      const missing = checks.filter(({ status }) => status === 'missing').map(({ name }) => name)
      if (missing.length > 0) throw new CommandFailure(`missing: ${missing.join(', ')}; the remedies are above`)
    })
}

/** A line for each check, and below it the remedy where there is one. */
export function checksText(checks: readonly Check[]): string {
  const statusColumns = Math.max(...checks.map(({ status }) => status.length))
  const nameColumns = Math.max(...checks.map(({ name }) => name.length))
  return checks
    .flatMap(({ name, status, detail, remedy }) => [
      `${status.padEnd(statusColumns)}  ${name.padEnd(nameColumns)}  ${detail}`,
      ...(remedy === undefined ? [] : [`${' '.repeat(statusColumns + nameColumns + 4)}remedy: ${remedy}`]),
    ])
    .join('\n')
}
