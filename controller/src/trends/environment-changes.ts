/** What changed of hosts between one run and the next, in words. */
import type { ChangedFact, EnvironmentChange, HostState, TrialEnvironment } from '@ringside/contract'
import { fingerprintOf, type StableFacts } from '@ringside/contract/fingerprint'
import type { Store } from '../store/store.ts'

/** Changes in an answer: the newest ones. */
const mostChanges = 200
const gib = 2 ** 30

interface ChangeRow {
  readonly host: string
  readonly runId: string
  readonly at: number
  readonly facts: string
  readonly state: string
  readonly factsBefore: string
  readonly stateBefore: string
}

/** Of runs that succeeded between the two times (Unix ms, both included), whatever they measured. Oldest first. Throws StoreError. */
export async function environmentChanges(
  store: Store,
  hosts: readonly string[],
  [since, until]: readonly [number, number],
): Promise<EnvironmentChange[]> {
  if (hosts.length === 0) return []
  const rows = await store.query<ChangeRow>(
    `SELECT host, id AS runId, toFloat64(toUnixTimestamp64Milli(ended)) AS at, host_facts AS facts, host_state AS state,
       factsBefore, stateBefore
     FROM (
       SELECT host, id, assumeNotNull(ended_at) AS ended, host_facts, host_state,
         lagInFrame(host_facts) OVER following AS factsBefore, lagInFrame(host_state) OVER following AS stateBefore
       FROM runs FINAL
       WHERE state = 'succeeded' AND host IN {hosts:Array(String)} AND host_facts != ''
         AND ended_at BETWEEN fromUnixTimestamp64Milli({since:Int64}, 'UTC') AND fromUnixTimestamp64Milli({until:Int64}, 'UTC')
       WINDOW following AS (PARTITION BY host ORDER BY ended_at, id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
     ) WHERE factsBefore != '' AND (facts != factsBefore OR state != stateBefore)
     ORDER BY at DESC LIMIT {most:UInt32}`,
    { hosts, since, until, most: mostChanges },
  )
  return rows.toReversed().map(changeOf)
}

function changeOf({ host, runId, at, facts, state, factsBefore, stateBefore }: ChangeRow): EnvironmentChange {
  const after = { ...stableWords(factsOf(facts)), ...stateWords(state) }
  const before: Readonly<Record<string, string>> = { ...stableWords(factsOf(factsBefore)), ...stateWords(stateBefore) }
  const fingerprint = fingerprintOfColumn(facts)
  return {
    host,
    runId,
    endedAtMs: at,
    fingerprint,
    isOtherHost: fingerprint !== fingerprintOfColumn(factsBefore),
    facts: Object.entries(after).flatMap(([name, value]): ChangedFact[] =>
      value === before[name] ? [] : [{ name, before: before[name] ?? '', after: value }],
    ),
  }
}

/** The fingerprint of the column `host_facts`, as the host's agent made it. '' for ''. */
export const fingerprintOfColumn = (facts: string): string => (facts === '' ? '' : fingerprintOf(factsOf(facts)))

type Nullable<T> = { [Name in keyof T]: T[Name] | null }

/** What is null is what was not told, and a fingerprint takes one for the other. */
function factsOf(column: string): StableFacts {
  const [told, memoryGib] = JSON.parse(column) as [Nullable<Omit<StableFacts, 'memoryBytes'>>, number]
  return { ...told, memoryBytes: Number(memoryGib) * gib } as StableFacts
}

const notTold = 'not told'

function stableWords({ topology, memoryBytes, ...facts }: StableFacts): Record<string, string> {
  const { sockets, cores, threads, numaNodes } = topology ?? {}
  return {
    processor: facts.cpuModel ?? notTold,
    microcode: facts.microcode ?? notTold,
    topology: `${sockets ?? '?'} sockets, ${cores ?? '?'} cores, ${threads ?? '?'} threads, ${numaNodes ?? '?'} NUMA nodes`,
    memory: `${memoryBytes / gib} GiB`,
    architecture: facts.arch ?? notTold,
    kernel: facts.kernel ?? notTold,
    'kernel command line': facts.commandLine ?? notTold,
    virtualization: facts.virtualization ?? notTold,
  }
}

type StateColumn = readonly [Nullable<Omit<HostState, 'loadAverage1m'>>, Nullable<Pick<TrialEnvironment, 'pages' | 'clock'>>]

function stateWords(column: string): Record<string, string> {
  const [state, trial] = JSON.parse(column) as StateColumn
  return {
    governor: state.governor ?? notTold,
    '2 MB pages': `${state.hugepages2M ?? notTold}`,
    'clock source': state.clocksource ?? notTold,
    'transparent huge pages': state.transparentHugepages ?? notTold,
    'isolated CPUs': state.isolatedCpus || 'none',
    'simultaneous multithreading': state.smt ?? notTold,
    'pages of the ring': trial.pages ?? notTold,
    'clock of the trials': trial.clock ?? notTold,
  }
}
