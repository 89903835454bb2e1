/** What the backends of a suite must obey, each by itself and with the rings of the matrix. */
import type { LocatedFault } from '../schema-faults.ts'
import { suiteDefaults } from '../suite-defaults.ts'
import { modelFaults } from './models.ts'
import { get, list, repeats, smallest } from './value.ts'

export function backendFaults(suite: unknown): LocatedFault[] {
  return [
    ...repeatedNames(suite),
    ...deafBackends(suite),
    ...list(suite, 'backends').flatMap((backend, index) => repeats(list(backend, 'features'), ['backends', index, 'features'])),
    ...longChains(suite),
    ...modelFaults(suite),
  ]
}

/** Results are kept by backend name, so two backends of one name would be mixed. */
function repeatedNames(suite: unknown): LocatedFault[] {
  const places = new Map<unknown, number>()
  return list(suite, 'backends').flatMap((backend, index) => {
    const name = get(backend, 'name')
    const first = places.get(name)
    if (first === undefined) places.set(name, index)
    if (typeof name !== 'string' || first === undefined) return []
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

/** With two descriptors a packet, a ring of two would hold one packet and never another beside it. */
function longChains(suite: unknown): LocatedFault[] {
  const ringSize = smallest(list(get(suite, 'matrix'), 'ringSize'), suiteDefaults.ringSize)
  if (ringSize >= 4) return []
  return list(suite, 'backends').flatMap((backend, index) => {
    const descriptors = get(backend, 'descriptors')
    if (descriptors !== 'chained' && descriptors !== 'indirect') return []
    const expected = `'single' with a ring of ${ringSize} descriptors; or rings of at least 4 in matrix.ringSize`
    return [{ path: ['backends', index, 'descriptors'], value: descriptors, expected }]
  })
}
