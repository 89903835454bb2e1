/** What the points of a suite must obey: each there once, and each frame fitting the rings it comes back in. */
import type { LocatedFault } from '../schema-faults.ts'
import { suiteDefaults, withoutDefaults } from '../suite-defaults.ts'
import { get, list, repeats, smallest } from './value.ts'

/** Of a receive buffer where frames may spread over several, the virtio-net header of the first included. */
const mergeableBufferBytes = 2_048
const headerBytes = 12

export function pointFaults(suite: unknown): LocatedFault[] {
  const matrix = get(suite, 'matrix')
  return [
    // The same value twice on one axis would be the same point twice, and its trials would pile up on one series.
    ...repeats(list(suite, 'workloads'), ['workloads'], plain),
    ...['frame', 'ringSize', 'queues', 'ring'].flatMap((axis) => repeats(list(matrix, axis), ['matrix', axis])),
    ...framesBeyondRing(suite),
  ]
}

const plain = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? withoutDefaults(value) : value

/** A frame that comes back in parts needs as many free receive buffers at once. */
function framesBeyondRing(suite: unknown): LocatedFault[] {
  const matrix = get(suite, 'matrix')
  const mergeable = list(suite, 'backends').findIndex((backend) => list(backend, 'features').includes('mergeable'))
  if (mergeable === -1 || !list(suite, 'workloads').some(comesBack)) return []
  const ringSize = smallest(list(matrix, 'ringSize'), suiteDefaults.ringSize)
  const most = ringSize * mergeableBufferBytes - headerBytes
  return list(matrix, 'frame').flatMap((frame, index) => {
    if (typeof frame !== 'number' || frame <= most) return []
    const expected = `at most ${most} bytes: backends[${mergeable}] is mergeable, and ${ringSize} receive buffers of 2 KiB, the smallest ring, hold no more`
    return [{ path: ['matrix', 'frame', index], value: frame, expected }]
  })
}

function comesBack(workload: unknown): boolean {
  const direction = get(workload, 'direction')
  return get(workload, 'kind') === 'pingpong' || direction === 'loopback' || direction === 'bidirectional'
}
