/** What the workloads of a suite must obey, each by itself and with backends and matrix. */
import { parseSchedule } from '../quantity.ts'
import type { LocatedFault } from '../schema-faults.ts'
import { suiteDefaults } from '../suite-defaults.ts'
import { get, list, maxRatePps, quantity, smallest } from './value.ts'

const maxSpeed = 1_000

export function workloadFaults(suite: unknown): LocatedFault[] {
  const surroundings = surroundingsOf(suite)
  return list(suite, 'workloads').flatMap((workload, index) => {
    const at = { ...surroundings, workload, path: (key: string) => ['workloads', index, key] }
    return [...schedule(at), ...capturedFlows(at), ...unstamped(at), ...beyondRing(at), ...burstBeyondWindow(at)]
  })
}

/** What all workloads meet; looked up once, because a suite may have thousands of them. Indices are -1 where there is none. */
interface Surroundings {
  readonly firstGenerated: number
  readonly firstCapture: number
  readonly firstChained: number
  /** Of the smallest ring of the matrix, in descriptors. */
  readonly ringSize: number
}

function surroundingsOf(suite: unknown): Surroundings {
  const matrix = get(suite, 'matrix')
  const frames = list(matrix, 'frame')
  return {
    firstGenerated: frames.findIndex((frame) => !isCapture(frame)),
    firstCapture: frames.findIndex(isCapture),
    firstChained: list(suite, 'backends').findIndex((backend) => get(backend, 'descriptors') === 'chained'),
    ringSize: smallest(list(matrix, 'ringSize'), suiteDefaults.ringSize),
  }
}

interface Place extends Surroundings {
  readonly workload: unknown
  readonly path: (key: string) => (string | number)[]
}

const isCapture = (frame: unknown): boolean => typeof get(frame, 'capture') === 'string'

/** Only captures have recorded times, so every frame of the matrix must be one. */
function schedule({ workload, path, firstGenerated }: Place): LocatedFault[] {
  const value = get(workload, 'rate')
  const parsed = quantity(value, parseSchedule)
  if (parsed === undefined) return []
  const fault = (expected: string) => [{ path: path('rate'), value, expected }]
  if (parsed.kind === 'rate') {
    return parsed.ratePps > 0 && parsed.ratePps <= maxRatePps ? [] : fault('a rate above zero and at most 1000Mpps')
  }
  if (!(parsed.speed > 0 && parsed.speed <= maxSpeed)) return fault(`a speed above zero and at most ${maxSpeed}x`)
  if (firstGenerated === -1) return []
  return fault(`a packet rate such as '50kpps', since matrix.frame[${firstGenerated}] is no capture and has no recorded times`)
}

/** A capture is replayed with the flows it has. */
function capturedFlows({ workload, path, firstCapture }: Place): LocatedFault[] {
  const flows = get(workload, 'flows')
  if (typeof flows !== 'number' || flows <= 1 || firstCapture === -1) return []
  const expected = `1, since matrix.frame[${firstCapture}] is a capture, which has its own flows; give captures a suite of their own`
  return [{ path: path('flows'), value: flows, expected }]
}

/** Latency is read from the stamp of a packet, which nobody looks at when nothing is verified. */
function unstamped({ workload, path }: Place): LocatedFault[] {
  const kind = get(workload, 'kind')
  if (get(workload, 'verify') !== 'off' || (kind !== 'latency' && kind !== 'pingpong')) return []
  return [{ path: path('verify'), value: 'off', expected: "'full' or 'header': latency is read from the stamp of each packet" }]
}

/** What is published at once, or under way at a time, has to fit the smallest ring of the matrix. */
function beyondRing({ workload, path, firstChained: chained, ringSize }: Place): LocatedFault[] {
  const most = chained === -1 ? ringSize : Math.max(1, ringSize / 2)
  const why =
    chained === -1
      ? 'the smallest ring of the matrix'
      : `which take two descriptors each on backends[${chained}], in the smallest ring of ${ringSize}`
  return ['burst', 'outstanding'].flatMap((key) => {
    const value = get(workload, key)
    if (typeof value !== 'number' || value <= most) return []
    return [{ path: path(key), value, expected: `at most ${most} packets, ${why}` }]
  })
}

/** A closed loop that waits for a burst to fill would wait for packets it must not send. */
function burstBeyondWindow({ workload, path }: Place): LocatedFault[] {
  if (get(workload, 'kind') !== 'pingpong') return []
  const [burst, outstanding] = [get(workload, 'burst'), get(workload, 'outstanding') ?? suiteDefaults.outstanding]
  if (typeof burst !== 'number' || typeof outstanding !== 'number' || burst <= outstanding) return []
  return [{ path: path('burst'), value: burst, expected: `at most ${outstanding}, the packets under way (outstanding)` }]
}
