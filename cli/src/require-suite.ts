/** The end of every command whose suite has faults. */
import type { Context } from './context.ts'
import { usageFailure } from './failure.ts'
import { renderFaults } from './render/index.ts'
import type { FileFault, SuiteFile } from './suite-file.ts'

export type ValidSuite = Extract<SuiteFile, { ok: true }>

/** A missing value is null: JSON would leave the key out. */
const asJson = (fault: FileFault) => ({ ...fault, value: fault.value ?? null })

/** The suite; throws a usage failure with every fault, which --json also has as a document on standard output. */
export function requireSuite(file: SuiteFile, context: Context): ValidSuite {
  if (file.ok) return file
  if (context.json) process.stdout.write(`${JSON.stringify({ ok: false, faults: file.faults.map(asJson) })}\n`)
  throw usageFailure(renderFaults(file.faults, file.path, { ...context.render, color: false }))
}
