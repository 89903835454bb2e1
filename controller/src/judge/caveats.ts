/** Reasons not to trust two sides together, in words. */
import type { RunDetail, TrialResult, Verify } from '@ringside/contract'

/** Share of CPU time taken by the hypervisor above which a trial counts as disturbed. */
export const stealLimitRatio = 0.02

export interface CaveatSide {
  readonly run: RunDetail
  /** The backend's name, with the run's id where both sides bear the same. */
  readonly title: string
  readonly trials: readonly TrialResult[]
}

export function caveatsOf(a: CaveatSide, b: CaveatSide): string[] {
  const sameRun = a.run.id === b.run.id
  return [
    ...(sameRun ? [] : betweenRuns(a, b)),
    ...verification(a, b),
    ...unlike('pages', valuesOf(a, 'pages'), valuesOf(b, 'pages')),
    ...unlike('clock', valuesOf(a, 'clock'), valuesOf(b, 'clock')),
    ...unlike('nice', valuesOf(a, 'nice'), valuesOf(b, 'nice')),
    ...(sameRun && a.run.spec.order === 'sequential'
      ? ['trials of one side ran after all of the other: drift of the host counts as difference']
      : []),
    ...withinSide(a),
    ...(sameRun && a.title === b.title ? [] : withinSide(b)),
  ]
}

const unverified: Readonly<Record<Verify, readonly string[]>> = {
  full: [],
  header: ['packets were verified by header only'],
  off: ['packets were not verified'],
}

function verification(a: CaveatSide, b: CaveatSide): readonly string[] {
  const [modeA, modeB] = [verifyOf(a), verifyOf(b)]
  return modeA === modeB ? unverified[modeA] : unlike('verification', modeA, modeB)
}

/** Of all trials of a run alike, since its workload says it. */
const verifyOf = ({ trials }: CaveatSide): Verify => trials[0]?.verify ?? 'full'

function betweenRuns(a: CaveatSide, b: CaveatSide): string[] {
  const [hostA, hostB] = [a.run.result?.host, b.run.result?.host]
  return [
    'the sides ran at different times: drift of the host counts as difference',
    ...(a.run.pointId === b.run.pointId ? [] : [`different points: ${a.run.label} against ${b.run.label}`]),
    ...unlike('host', hostA?.hostname, hostB?.hostname),
    ...(hostA?.id === hostB?.id || hostA?.hostname !== hostB?.hostname ? [] : unlike('host id', hostA?.id, hostB?.id)),
    ...unlike('CPU', hostA?.cpuModel, hostB?.cpuModel),
    ...unlike('kernel', hostA?.kernel, hostB?.kernel),
    ...unlike('governor', hostA?.state.governor, hostB?.state.governor),
    ...unlike('clock source', hostA?.state.clocksource, hostB?.state.clocksource),
  ]
}

function unlike(what: string, a: string | null | undefined, b: string | null | undefined): string[] {
  return a === b ? [] : [`${what} differs: ${a ?? 'unknown'} against ${b ?? 'unknown'}`]
}

const valuesOf = ({ trials }: CaveatSide, key: 'pages' | 'clock' | 'nice'): string =>
  [...new Set(trials.map((trial) => trial.environment[key]))].sort().join(' and ')

function withinSide({ title, trials, run }: CaveatSide): string[] {
  const inTrials = (count: number) => `in ${count} of ${trials.length} trials`
  const limited = trials.filter((trial) => trial.generatorLimited).length
  const stolen = trials.filter((trial) => trial.environment.stealRatio > stealLimitRatio).length
  // What the device's model loses and corrupts was asked for.
  const sound = trials.filter((trial) => !trial.expectedFaults)
  const lossy = sound.filter((trial) => trial.packets.lost > 0)
  const unsent = sum(trials, (trial) => trial.packets.unsent)
  const corrupt = sum(sound, (trial) => trial.packets.corrupt)
  const dropped = sum(trials, (trial) => trial.eventsDropped)
  return [
    ...(run.state === 'failed' ? [`${title}: the run failed (${run.failure?.cause ?? 'unknown cause'})`] : []),
    ...(sound.length < trials.length ? [`${title}: faults were injected, so this is no comparison of speed`] : []),
    ...(limited > 0 ? [`${title}: the load fell behind its schedule ${inTrials(limited)}, which measures the generator`] : []),
    ...(lossy.length > 0 ? [`${title}: ${lossText(lossy)} lost ${inTrials(lossy.length)}`] : []),
    ...(unsent > 0 ? [`${title}: ${unsent.toLocaleString('en')} packets were due but found no room in the ring`] : []),
    ...(corrupt > 0 ? [`${title}: ${corrupt.toLocaleString('en')} packets corrupt`] : []),
    ...(stolen > 0 ? [`${title}: steal above ${stealLimitRatio * 100} % ${inTrials(stolen)}`] : []),
    ...(dropped > 0
      ? [`${title}: ${dropped.toLocaleString('en')} doorbells did not fit the event ring and are not in the trace`]
      : []),
  ]
}

function lossText(lossy: readonly TrialResult[]): string {
  const lost = sum(lossy, (trial) => trial.packets.lost)
  const sent = sum(lossy, (trial) => trial.packets.sent)
  return `${lost.toLocaleString('en')} packets (${((100 * lost) / sent).toPrecision(2)} %)`
}

const sum = (trials: readonly TrialResult[], count: (trial: TrialResult) => number): number =>
  trials.reduce((total, trial) => total + count(trial), 0)
