/** Hosts in words. */
import type { FleetHost, HostEvent, RunNoise } from '@ringside/contract'

/** `idle`, `running`, `offline, quarantined`. */
export function hostState({ agents, availability, lease }: FleetHost): string {
  const words = [
    ...(agents.length > 0 ? [] : ['offline']),
    ...(availability === 'active' ? [] : [availability]),
    ...(lease === undefined ? [] : ['running']),
  ]
  return words.join(', ') || 'idle'
}

/** Whether runs that are sent there now will be run. */
export const isUsable = ({ agents, availability }: FleetHost): boolean => agents.length > 0 && availability === 'active'

/** `environment aaa to bbb`. */
export function eventWords({ kind, before, after }: HostEvent): string {
  if (kind === 'appeared') return 'appeared'
  return kind === 'fingerprint' ? `environment ${before} to ${after}` : `${before} to ${after}`
}

/** Where trials differ by so much a bar of noise is full, whatever the host: so that hosts can be compared by eye. */
export const fullNoiseRatio = 0.2

/** The run in the middle; undefined without runs. */
export function middleNoise(runs: readonly RunNoise[]): number | undefined {
  return runs.map(({ spreadRatio }) => spreadRatio).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)]
}
