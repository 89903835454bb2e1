/** The matrix: what may die, when, and how; and what may come of the run that was under way. */

export const services = ['agent', 'controller', 'redis', 'store'] as const
export type ServiceName = (typeof services)[number]

/** Where the run is when it happens. */
export const phases = ['waiting', 'set-up', 'running', 'exporting', 'storing'] as const
export type Phase = (typeof phases)[number]

export const faults = ['kill -9', 'stop for 60 s', 'full disk'] as const
export type Fault = (typeof faults)[number]

/** How a run ends: `succeeded`, or the cause of its failure. */
export type Outcome = 'succeeded' | 'lost' | 'infrastructure' | 'benchmark' | 'timeout' | 'cancelled'

export interface Cell {
  readonly service: ServiceName
  readonly phase: Phase
  readonly fault: Fault
  /** What the run may end as; the first one is expected. */
  readonly allowed: readonly Outcome[]
}

/** Phases in which an agent holds the run; the attempt dies with it. */
const held: readonly Phase[] = ['set-up', 'running', 'exporting']

function allowedOf(service: ServiceName, phase: Phase, fault: Fault): readonly Outcome[] {
  // Redis syncs its log every second: what it was told in the last one is gone, the job itself if that was just added.
  if (service === 'redis' && fault === 'kill -9') return ['succeeded', ...(held.includes(phase) ? lostOrVanished : vanished)]
  if (!held.includes(phase)) return ['succeeded']
  if (service === 'agent') return fault === 'full disk' ? ['succeeded'] : ['lost']
  // A lock that ran out while Redis stood still is not taken up again.
  if (service === 'redis') return fault === 'stop for 60 s' ? ['lost', 'succeeded'] : ['succeeded', 'lost']
  return ['succeeded']
}

const vanished = ['infrastructure'] as const
const lostOrVanished = ['lost', ...vanished] as const

export const cells: readonly Cell[] = services.flatMap((service) =>
  phases.flatMap((phase) => faults.map((fault) => ({ service, phase, fault, allowed: allowedOf(service, phase, fault) }))),
)

export const nameOf = ({ service, phase, fault }: Cell): string => `${service} / ${phase} / ${fault}`
