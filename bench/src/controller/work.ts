/** What both sides move: hosts, suites, and payloads of the size of real runs. */
import type { RunResult, RunSpec } from '@ringside/contract'
import { runFixture } from '@ringside/contract/testing'

/** `h-0001` and so on. */
export const hostNames = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `h-${String(i + 1).padStart(4, '0')}`)

const frames = [64, 128, 256, 512, 1024, 1280, 1400, 1518]
const ringSizes = [64, 128, 256, 512, 1024]

/** Two backends, as suites mostly have. */
const backends = [
  { name: 'mapped', kind: 'emulated', doorbell: 'mapped', device: 'polling' },
  { name: 'eventfd', kind: 'emulated', doorbell: 'eventfd', device: 'sleeping' },
] as const

/** Trials of each backend: a handful. */
const trials = 5

const head = { apiVersion: 'ringside/v1', kind: 'Suite', name: 'bench', backends, run: { trials } } as const

/** A suite of 1 to 8 runs on one host. */
export const suiteOf = (host: string, runs: number): object => ({
  ...head,
  host,
  workloads: [{ kind: 'throughput' }],
  matrix: { frame: frames.slice(0, runs) },
})

/** A suite of 10 runs on one host. */
export const suiteOfTen = (host: string): object => ({
  ...head,
  host,
  workloads: [{ kind: 'throughput' }],
  matrix: { frame: frames.slice(0, 5), ring: ['split', 'packed'] },
})

/** A suite of 1,000 runs on one host. */
export const suiteOfThousand = (host: string): object => ({
  ...head,
  host,
  workloads: Array.from({ length: 25 }, (_, i) => ({ kind: 'throughput', flows: i + 1 })),
  matrix: { frame: frames, ringSize: ringSizes },
})

const histogram = 'HISTFAAAAC'.padEnd(600, 'x8PpmSz')
const doorbellTrace = {
  recorded: 31_250,
  observed: 31_250,
  selected: 31_250,
  batches: [0, 0, 0, 0, 0, 31_250, 0, 0, 0, 0],
  latencyNs: { p50: 210, p90: 380, p99: 1_240, p999: 8_100, max: 41_000 },
  latencyHistogram: histogram,
}

const fixture = runFixture({
  trials,
  touch: (trial) => ({
    ...trial,
    doorbells: {
      kick: { ...trial.doorbells.kick, trace: doorbellTrace },
      call: { ...trial.doorbells.call, trace: doorbellTrace },
    },
  }),
})

/** What a run is asked by: the data of a bare job. */
export const specLike: RunSpec = fixture.spec

/** What a traced run yields, without its identity. */
export const resultLike = fixture.result as RunResult
