/** Real doorbells to send: those of a short trial in which every packet rings a mapped page. */
import { randomBytes } from 'node:crypto'
import type { DoorbellHeader, NativeTrial } from '@ringside/agent/datapath'
import { loadDatapath } from '@ringside/agent/native'
import { attributes } from '@ringside/contract'
import { outcomeOf, traced, trialConfig } from '../ours/trial.ts'

/** Doorbells that each thread's event ring holds; what a trial rings beyond is not part of the bench. */
const ringEvents = 1_048_576
/** Fewer say little about a rate: what is paid once a trial would weigh too much. */
const enough = 500_000
/** Where to begin; doubled until a trial rings enough, because a busy machine rings slowly. */
const shortestMs = 50
const longestMs = 3_200

export interface Doorbells {
  /** Holds them until they are exported. */
  readonly trial: NativeTrial
  /** How many it holds. */
  readonly count: number
  readonly header: DoorbellHeader
}

/** Runs trials until one rang at least so many and hands over its doorbells, in a trace of their own. */
export async function ringDoorbells(signal: AbortSignal, least: number = enough): Promise<Doorbells> {
  for (let durationMs = shortestMs; ; durationMs *= 2) {
    const doorbells = await ringFor(durationMs, signal)
    if (doorbells.count >= least) return doorbells
    if (durationMs >= longestMs) {
      throw new Error(
        `a trial of ${durationMs} ms rang ${doorbells.count} doorbells, expected ${least}; is the machine overloaded?`,
      )
    }
  }
}

async function ringFor(durationMs: number, signal: AbortSignal): Promise<Doorbells> {
  const config = trialConfig('split', { direction: 'oneway', frameBytes: 64, content: 'full', burst: 1 })
  const trial = new (loadDatapath().Trial)({ ...config, warmupMs: 5, durationMs, tracing: traced(ringEvents) })
  const { kick, call } = await outcomeOf(trial, signal)
  return { trial, count: (kick.trace?.selected ?? 0) + (call.trace?.selected ?? 0), header: header() }
}

/** As the agent names them for a run. */
function header(): DoorbellHeader {
  const phases = ['setup', 'warmup', 'measure', 'teardown']
  return {
    traceId: randomBytes(16).toString('hex'),
    phaseSpanIds: Object.fromEntries(phases.map((phase) => [phase, randomBytes(8).toString('hex')])),
    resource: { 'service.name': 'ringside-agent', 'host.name': 'bench', 'host.arch': 'amd64' },
    scope: { [attributes.runId]: 'r-bench', [attributes.backend]: 'mapped', [attributes.trialIndex]: '0' },
  }
}
