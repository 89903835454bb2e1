/** What the device models of a suite must obey. */
import type { FaultPath } from '../fault.ts'
import { parseDurationMs, parseDurationNs, parsePercentRatio, parseRatePps } from '../quantity.ts'
import type { LocatedFault } from '../schema-faults.ts'
import { suiteDefaults } from '../suite-defaults.ts'
import { get, list, maxRatePps, quantity } from './value.ts'

/** Longest time that anything may add to one packet. */
const maxTimeNs = 1e9
const shares = ['drop', 'duplicate', 'reorder', 'corrupt'] as const

export function modelFaults(suite: unknown): LocatedFault[] {
  const durationMs = quantity(get(get(suite, 'run'), 'duration'), parseDurationMs) ?? suiteDefaults.durationMs
  return list(suite, 'backends').flatMap((backend, index) => {
    const model = get(backend, 'model')
    const path = ['backends', index, 'model']
    const faults = get(model, 'faults')
    return [
      ...longTimes(model, path),
      ...rateLimit(model, path),
      ...shareFaults(faults, [...path, 'faults']),
      ...lateOutages(faults, { path: [...path, 'faults'], durationMs }),
    ]
  })
}

function longTimes(model: unknown, path: FaultPath): LocatedFault[] {
  const places = [['serviceTime'], ['perByte'], ['doorbellDelay'], ['jitter', 'time']]
  return places.flatMap((keys) => {
    const value = keys.reduce(get, model)
    const ns = quantity(value, parseDurationNs)
    return ns === undefined || ns <= maxTimeNs ? [] : [{ path: [...path, ...keys], value, expected: 'a time of at most 1s' }]
  })
}

function rateLimit(model: unknown, path: FaultPath): LocatedFault[] {
  const value = get(model, 'rateLimit')
  const pps = quantity(value, parseRatePps)
  if (pps === undefined || (pps > 0 && pps <= maxRatePps)) return []
  return [{ path: [...path, 'rateLimit'], value, expected: 'a rate above zero and at most 1000Mpps; leave it out for no limit' }]
}

/** A packet suffers one fault at most, so the shares divide the packets among them. */
function shareFaults(faults: unknown, path: FaultPath): LocatedFault[] {
  const percents = shares.map((key) => 100 * (quantity(get(faults, key), parsePercentRatio) ?? 0))
  const beyond = shares.flatMap((key, i) =>
    (percents[i] ?? 0) > 100 ? [{ path: [...path, key], value: get(faults, key), expected: 'at most 100% of the packets' }] : [],
  )
  const sum = percents.reduce((total, percent) => total + percent, 0)
  if (beyond.length > 0 || sum <= 100 + 1e-9) return beyond
  const expected = `shares of at most 100% together, these make ${Number(sum.toPrecision(6))}%: a packet suffers one fault`
  return [{ path, value: faults, expected }]
}

/** What would begin after the measurement has ended would look like a device without a fault. */
function lateOutages(faults: unknown, { path, durationMs }: { path: FaultPath; durationMs: number }): LocatedFault[] {
  const late = [['stall', 'after'], ['dieAfter']].flatMap((keys) => {
    const value = keys.reduce(get, faults)
    const ms = quantity(value, parseDurationMs)
    const expected = `a duration below ${durationMs}ms, the measured phase (run.duration); later it would never happen`
    return ms === undefined || ms < durationMs || durationMs === 0 ? [] : [{ path: [...path, ...keys], value, expected }]
  })
  const length = get(get(faults, 'stall'), 'for')
  if (quantity(length, parseDurationMs) !== 0) return late
  return [...late, { path: [...path, 'stall', 'for'], value: length, expected: 'a duration above zero' }]
}
