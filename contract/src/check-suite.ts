/** Checks a suite against its schema and its rules, and says of every fault where it is, what stands there and what was expected. */
import { countRuns, maxRunsPerSubmission } from './count-runs.ts'
import { type Fault, type FaultPath, formatPath } from './fault.ts'
import { isTooDeep, maxDepth } from './nesting.ts'
import { type LocatedFault, schemaFaults } from './schema-faults.ts'
import { Suite } from './suite.ts'
import { suiteRuleFaults } from './suite-rules.ts'

export { type Fault, type FaultPath, formatPath } from './fault.ts'
export type { LocatedFault } from './schema-faults.ts'

export type SuiteCheck = { readonly ok: true; readonly suite: Suite } | { readonly ok: false; readonly faults: readonly Fault[] }

/** Faults told of one document. */
const maxFaults = 1_000

/**
 * Whether `value` (parsed YAML or JSON, anything at all) is a suite that can be expanded and run. Reports every fault
 * (of thousands the first), each once: first what departs from the schema, then what the schema cannot say (names used
 * twice, a burst larger than its ring), and of a suite without others that it makes too many runs, or none. Never throws.
 * Files that the suite names are not opened.
 */
export function checkSuite(value: unknown): SuiteCheck {
  const faults = locatedSuiteFaults(value).map(({ path, value: found, expected }) => ({
    path: formatPath(path),
    value: found,
    expected,
  }))
  // schemaFaults is empty exactly when TypeBox accepts the value; check-suite.test.ts holds it to that.
  return faults.length > 0 ? { ok: false, faults } : { ok: true, suite: value as Suite }
}

/** The same faults with their paths in steps, for whoever looks the place up. */
export function locatedSuiteFaults(value: unknown): LocatedFault[] {
  if (isTooDeep(value)) {
    return [{ path: [], value: `more than ${maxDepth} levels`, expected: `lists and mappings of at most ${maxDepth} levels` }]
  }
  const faults = oncePerPath([...schemaFaults(Suite, value), ...suiteRuleFaults(value)])
  return faults.length > 0 ? firstOf(faults) : sizeFaults(value as Suite)
}

/** A document can have more faults than it has bytes to spare for them; nobody reads beyond the first. */
function firstOf(faults: LocatedFault[]): LocatedFault[] {
  if (faults.length <= maxFaults) return faults
  const rest: LocatedFault = { path: [], value: `${faults.length} faults`, expected: `fewer; the first ${maxFaults} are listed` }
  return [...faults.slice(0, maxFaults), rest]
}

function sizeFaults(suite: Suite): LocatedFault[] {
  const runs = countRuns(suite)
  if (runs === 0)
    return [{ path: ['exclude'], value: suite.exclude, expected: 'rules that leave at least one point with a backend' }]
  if (runs <= maxRunsPerSubmission) return []
  const expected = `at most ${maxRunsPerSubmission} runs (points of all workloads, times run.repeat) in one submission; split the suite`
  return [{ path: ['matrix'], value: `${runs} runs`, expected }]
}

function oncePerPath(faults: readonly LocatedFault[]): LocatedFault[] {
  const seen = new Set<string>()
  const isFirst = (path: FaultPath): boolean => {
    const written = formatPath(path)
    return seen.has(written) ? false : seen.add(written).has(written)
  }
  return faults.filter(({ path }) => isFirst(path))
}
