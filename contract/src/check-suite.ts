/** Checks a suite against its schema and its rules, and says of every fault where it is, what stands there and what was expected. */
import { type Fault, formatPath } from './fault.ts'
import { schemaFaults } from './schema-faults.ts'
import { Suite } from './suite.ts'
import { suiteRuleFaults } from './suite-rules.ts'

export type { Fault } from './fault.ts'

export type SuiteCheck = { readonly ok: true; readonly suite: Suite } | { readonly ok: false; readonly faults: readonly Fault[] }

/**
 * Whether `value` (parsed YAML or JSON, anything at all) is a suite that can be expanded and run. Reports every fault,
 * each once: first what departs from the schema, then what the schema cannot say (names used twice, a burst larger than
 * its ring). Never throws. Files that the suite names are not opened.
 */
export function checkSuite(value: unknown): SuiteCheck {
  const faults: Fault[] = []
  for (const { path, ...rest } of [...schemaFaults(Suite, value), ...suiteRuleFaults(value)]) {
    const written = formatPath(path)
    if (!faults.some((fault) => fault.path === written)) faults.push({ path: written, ...rest })
  }
  // schemaFaults is empty exactly when TypeBox accepts the value; check-suite.test.ts holds it to that.
  return faults.length > 0 ? { ok: false, faults } : { ok: true, suite: value as Suite }
}
