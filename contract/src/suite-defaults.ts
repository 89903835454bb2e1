import { heartbeatMs } from './host.ts'
import type { RunSpec } from './run.ts'

/** What a suite means where it says nothing. */
export const suiteDefaults = {
  warmupMs: 50,
  durationMs: 1_000,
  trials: 10,
  order: 'interleave',
  seed: 1,
  minChangeRatio: 0.02,
  ringSize: 256,
  queues: 1,
  ring: 'split',
  direction: 'oneway',
  flows: 1,
  verify: 'full',
  outstanding: 1,
  dialect: 'vhost-mdev',
  descriptors: 'single',
  modelSeed: 1,
  repeat: 1,
  runOrder: 'interleave',
  runSeed: 1,
  hosts: 'one',
} as const satisfies Record<string, string | number>

/** What a run is where its suite says nothing of how it is queued; what runs were before suites could. Times in ms. */
export const runDefaults = {
  attempt: 1,
  repetition: 0,
  priority: 10,
  retries: 0,
  timeouts: { waitingMs: 12 * 3_600_000, runMs: 6 * 3_600_000, heartbeatMs },
  stopOnFailure: false,
  artifacts: [] as RunSpec['artifacts'],
  tuning: {},
  alerts: [] as RunSpec['alerts'],
} as const satisfies Partial<RunSpec>

/** `priority` of a suite as runs carry it: room between them for what comes later. */
export const priorities = { high: 0, normal: runDefaults.priority, low: 20 } as const

/** Packets published per doorbell: enough to spread its cost, and where latency is measured none that would wait for others. */
export const defaultBurst = { throughput: 32, latency: 1, pingpong: 1 } as const

/** Members of points and backends that came after results had been stored under ids without them. */
const laterMembers: Readonly<Record<string, string | number>> = (({
  queues,
  ring,
  flows,
  verify,
  outstanding,
  dialect,
  descriptors,
}) => ({ queues, ring, flows, verify, outstanding, dialect, descriptors }))(suiteDefaults)

/**
 * A point, workload or backend without members that say what would hold anyway, so that it equals one that says nothing.
 * Only of members that came later: the others have always counted as they were written.
 */
export function withoutDefaults(mapping: object): object {
  return Object.fromEntries(
    Object.entries(mapping).filter(([key, value]) => !(Object.hasOwn(laterMembers, key) && laterMembers[key] === value)),
  )
}
