/** What a suite will take of a host, in words. */
import type { Suite, SuiteCosts } from '@ringside/contract'
import { formatHostTime } from './host-time.ts'

/** `12 runs of 4 points, 240 trials, at least 43.2 s on each host that has nic=e810, about 79.2 s with set-up and export`. */
export function costText(cost: SuiteCosts, { hosts, host }: Pick<Suite, 'hosts' | 'host'>): string {
  const { points, runs, trials } = cost
  const what = runs === points ? count(runs, 'run') : `${count(runs, 'run')} of ${count(points, 'point')}`
  const labels = Object.entries(hosts?.labels ?? {}).map(([key, value]) => `${key}=${value}`)
  const having = labels.length === 0 ? '' : ` that has ${labels.join(', ')}`
  const where = hosts === undefined ? (host ?? 'the host') : `${hosts.use === 'each' ? 'each host' : 'a host'}${having}`
  return `${what}, ${count(trials, 'trial')}, at least ${formatHostTime(cost.measuringMs)} on ${where}, about ${formatHostTime(cost.estimatedMs)} with set-up and export`
}

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`
