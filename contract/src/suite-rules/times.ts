/** What the times of a suite must obey. */
import { leaseRenewalMs } from '../host.ts'
import { parseDurationMs } from '../quantity.ts'
import type { LocatedFault } from '../schema-faults.ts'
import { suiteDefaults } from '../suite-defaults.ts'
import { get, list, quantity } from './value.ts'

/** Longest warm-up and longest measured phase of a trial. */
const maxPhaseMs = 3_600_000

const day = 24
const longest = {
  waiting: { ms: 30 * day * 3_600_000, text: '720h' },
  run: { ms: 7 * day * 3_600_000, text: '168h' },
  heartbeat: { ms: 3_600_000, text: '1h' },
} as const

/** A sign of life may be late, and one may be lost on the way. */
const minHeartbeatMs = 3 * leaseRenewalMs

export function timeFaults(suite: unknown): LocatedFault[] {
  const phases = phaseTimes(suite)
  return [...phases, ...limits(suite, phases.length > 0 ? 0 : longestRunMs(suite))]
}

function phaseTimes(suite: unknown): LocatedFault[] {
  const run = get(suite, 'run')
  return ['warmup', 'duration'].flatMap((key) => {
    const ms = quantity(get(run, key), parseDurationMs)
    if (ms === undefined || (ms > 0 && ms <= maxPhaseMs)) return []
    return [{ path: ['run', key], value: get(run, key), expected: 'a duration above zero and at most 1h' }]
  })
}

function limits(suite: unknown, measuringMs: number): LocatedFault[] {
  const least = {
    waiting: { ms: 1_000, text: 'at least 1s' },
    run: { ms: measuringMs, text: `above the ${measuringMs / 1_000}s that a run of this suite measures` },
    heartbeat: { ms: minHeartbeatMs, text: `at least ${minHeartbeatMs / 1_000}s` },
  } as const
  return (['waiting', 'run', 'heartbeat'] as const).flatMap((key) => {
    const value = get(get(suite, 'timeouts'), key)
    const ms = quantity(value, parseDurationMs)
    const enough = ms !== undefined && (key === 'run' ? ms > least.run.ms : ms >= least[key].ms)
    if (ms === undefined || (enough && ms <= longest[key].ms)) return []
    const expected = `a duration ${least[key].text} and at most ${longest[key].text}`
    return [{ path: ['timeouts', key], value, expected }]
  })
}

/** Warm-up and measured phase of all trials of a run with every backend. */
function longestRunMs(suite: unknown): number {
  const run = get(suite, 'run')
  const warmupMs = quantity(get(run, 'warmup'), parseDurationMs) ?? suiteDefaults.warmupMs
  const durationMs = quantity(get(run, 'duration'), parseDurationMs) ?? suiteDefaults.durationMs
  const trials = get(run, 'trials')
  return list(suite, 'backends').length * (typeof trials === 'number' ? trials : suiteDefaults.trials) * (warmupMs + durationMs)
}
