/**
 * What a suite must obey beyond its schema. The rules look at values as they stand, so that their faults appear beside
 * the schema's in one pass; a value of the wrong type is the schema's fault and is left alone here.
 */
import { isDeepStrictEqual } from 'node:util'
import type { FaultPath } from './fault.ts'
import { parseDurationMs, parseRatePps } from './quantity.ts'
import type { LocatedFault } from './schema-faults.ts'

/** Longest warm-up and longest measured phase of a trial. */
const maxPhaseMs = 3_600_000
const maxRatePps = 1e9

/** Faults of a suite's rules; never throws, whatever `suite` is. */
export function suiteRuleFaults(suite: unknown): LocatedFault[] {
  return [
    ...repeatedNames(suite),
    ...deafBackends(suite),
    ...repeatedPoints(suite),
    ...burstsBeyondRing(suite),
    ...phaseTimes(suite),
    ...rates(suite),
  ]
}

/** Results are kept by backend name, so two backends of one name would be mixed. */
function repeatedNames(suite: unknown): LocatedFault[] {
  const names = list(suite, 'backends').map((backend) => get(backend, 'name'))
  return names.flatMap((name, index) => {
    const first = names.indexOf(name)
    if (typeof name !== 'string' || first === index) return []
    return [{ path: ['backends', index, 'name'], value: name, expected: `a name of its own; backends[${first}] has this one` }]
  })
}

/** A store to a mapped page wakes nobody: a device that sleeps would never hear it. */
function deafBackends(suite: unknown): LocatedFault[] {
  return list(suite, 'backends').flatMap((backend, index) => {
    if (get(backend, 'doorbell') !== 'mapped' || get(backend, 'device') !== 'sleeping') return []
    return [
      {
        path: ['backends', index, 'device'],
        value: 'sleeping',
        expected: "'polling' with a mapped doorbell, which cannot wake a sleeping device; or doorbell 'eventfd'",
      },
    ]
  })
}

/** The same value twice on one axis would be the same point twice, and its trials would pile up on one series. */
function repeatedPoints(suite: unknown): LocatedFault[] {
  const matrix = get(suite, 'matrix')
  return [
    ...repeats(list(suite, 'workloads'), ['workloads']),
    ...repeats(list(matrix, 'frame'), ['matrix', 'frame']),
    ...repeats(list(matrix, 'ringSize'), ['matrix', 'ringSize']),
  ]
}

function repeats(values: readonly unknown[], path: FaultPath): LocatedFault[] {
  return values.flatMap((value, index) => {
    const first = values.findIndex((other) => isDeepStrictEqual(other, value))
    return first === index
      ? []
      : [{ path: [...path, index], value, expected: `a value not listed before; item ${first} is the same` }]
  })
}

/** A burst is published at once, so it has to fit the smallest ring of the matrix. */
function burstsBeyondRing(suite: unknown): LocatedFault[] {
  const sizes = list(get(suite, 'matrix'), 'ringSize').filter((size) => typeof size === 'number')
  if (sizes.length === 0) return []
  const smallest = Math.min(...sizes)
  return list(suite, 'workloads').flatMap((workload, index) => {
    const burst = get(workload, 'burst')
    if (typeof burst !== 'number' || burst <= smallest) return []
    return [
      {
        path: ['workloads', index, 'burst'],
        value: burst,
        expected: `at most ${smallest} packets, the smallest ring of the matrix`,
      },
    ]
  })
}

function phaseTimes(suite: unknown): LocatedFault[] {
  const run = get(suite, 'run')
  return ['warmup', 'duration'].flatMap((key) => {
    const ms = quantity(get(run, key), parseDurationMs)
    if (ms === undefined || (ms > 0 && ms <= maxPhaseMs)) return []
    return [{ path: ['run', key], value: get(run, key), expected: 'a duration above zero and at most 1h' }]
  })
}

function rates(suite: unknown): LocatedFault[] {
  return list(suite, 'workloads').flatMap((workload, index) => {
    const rate = get(workload, 'rate')
    const pps = quantity(rate, parseRatePps)
    if (pps === undefined || (pps > 0 && pps <= maxRatePps)) return []
    return [{ path: ['workloads', index, 'rate'], value: rate, expected: 'a rate above zero and at most 1000Mpps' }]
  })
}

/** The parsed quantity, or undefined where the text is not one. */
function quantity(text: unknown, parse: (text: string) => number): number | undefined {
  try {
    return typeof text === 'string' ? parse(text) : undefined
  } catch {
    return undefined
  }
}

function get(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

function list(value: unknown, key: string): readonly unknown[] {
  const found = get(value, key)
  return Array.isArray(found) ? found : []
}
