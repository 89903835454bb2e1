/** What the rules of what is left out must obey: each meets something, and something is left. */
import { axisKey, type ExclusionAxis, exclusionAxes } from '../exclusion.ts'
import type { LocatedFault } from '../schema-faults.ts'
import { suiteDefaults } from '../suite-defaults.ts'
import { get, list, written } from './value.ts'

/** Values named in a message; a matrix may have thousands. */
const namedMost = 12

export function exclusionFaults(suite: unknown): LocatedFault[] {
  const axes = new Map<string, Axis>(
    ['backend' as const, ...exclusionAxes].map((key) => {
      const values = valuesOf(suite, key)
      return [key, { values, keys: new Set(values.map(axisKey)) }]
    }),
  )
  return list(suite, 'exclude').flatMap((rule, index) => [...axes].flatMap(([key, axis]) => strange({ rule, index, key, axis })))
}

interface Axis {
  readonly values: readonly unknown[]
  readonly keys: ReadonlySet<unknown>
}

/** A matrix has every combination of its values, so a rule meets no point only where it names a value that is not there. */
function strange({ rule, index, key, axis }: { rule: unknown; index: number; key: string; axis: Axis }): LocatedFault[] {
  const value = get(rule, key)
  if (value === undefined || axis.keys.has(axisKey(value))) return []
  const named = axis.values.slice(0, namedMost).map(written)
  const more = axis.values.length > namedMost ? `, and ${axis.values.length - namedMost} more` : ''
  const expected = `a ${nouns[key]} of this suite (${named.join(', ')}${more}); as it stands the rule leaves nothing out`
  return [{ path: ['exclude', index, key], value, expected }]
}

const nouns: Readonly<Record<string, string>> = {
  backend: 'backend',
  workload: 'kind of workload',
  frame: 'frame',
  ringSize: 'ring size',
  queues: 'number of queue pairs',
  ring: 'ring format',
}

function valuesOf(suite: unknown, key: 'backend' | ExclusionAxis): readonly unknown[] {
  if (key === 'backend') return list(suite, 'backends').map((backend) => get(backend, 'name'))
  if (key === 'workload') return [...new Set(list(suite, 'workloads').map((workload) => get(workload, 'kind')))]
  const values = list(get(suite, 'matrix'), key)
  return values.length === 0 && key !== 'frame' ? [suiteDefaults[key]] : values
}
