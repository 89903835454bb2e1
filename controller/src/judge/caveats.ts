/** Reasons not to trust two sides together, in words. */
import type { RunDetail, TrialResult } from '@ringside/contract'
import { stealLimitRatio, type Tally, tallyOf } from './tally.ts'

export interface CaveatSide {
  readonly run: RunDetail
  /** The backend's name, with the run's id where both sides bear the same. */
  readonly title: string
  readonly trials: readonly TrialResult[]
}

export function caveatsOf(a: CaveatSide, b: CaveatSide): string[] {
  const sameRun = a.run.id === b.run.id
  const [left, right] = [tallyOf(a.trials), tallyOf(b.trials)]
  return [
    ...(sameRun ? [] : betweenRuns(a, b)),
    ...betweenTallies(left, right),
    ...(sameRun && a.run.spec.order === 'sequential'
      ? ['trials of one side ran after all of the other: drift of the host counts as difference']
      : []),
    ...failureOf(a),
    ...withinTally(a.title, left),
    ...(sameRun && a.title === b.title ? [] : [...failureOf(b), ...withinTally(b.title, right)]),
  ]
}

/** How the trials of two sides were unlike each other, or alike in what nobody should take for granted. */
export function betweenTallies(a: Tally, b: Tally): string[] {
  return [
    ...(a.verify === b.verify ? (unverified[a.verify] ?? []) : unlike('verification', a.verify, b.verify)),
    ...unlike('pages', a.pages, b.pages),
    ...unlike('clock', a.clock, b.clock),
    ...unlike('nice', a.nice, b.nice),
  ]
}

const unverified: Readonly<Record<string, readonly string[]>> = {
  header: ['packets were verified by header only'],
  off: ['packets were not verified'],
}

function betweenRuns(a: CaveatSide, b: CaveatSide): string[] {
  const [hostA, hostB] = [a.run.result?.host, b.run.result?.host]
  return [
    differentTimes,
    ...(a.run.pointId === b.run.pointId ? [] : [`different points: ${a.run.label} against ${b.run.label}`]),
    ...unlike('host', hostA?.hostname, hostB?.hostname),
    ...(hostA?.id === hostB?.id || hostA?.hostname !== hostB?.hostname ? [] : unlike('host id', hostA?.id, hostB?.id)),
    ...unlike('CPU', hostA?.cpuModel, hostB?.cpuModel),
    ...unlike('kernel', hostA?.kernel, hostB?.kernel),
    ...unlike('governor', hostA?.state.governor, hostB?.state.governor),
    ...unlike('clock source', hostA?.state.clocksource, hostB?.state.clocksource),
  ]
}

export const differentTimes = 'the sides ran at different times: drift of the host counts as difference'

export function unlike(what: string, a: string | null | undefined, b: string | null | undefined): string[] {
  return a === b ? [] : [`${what} differs: ${a ?? 'unknown'} against ${b ?? 'unknown'}`]
}

const failureOf = ({ title, run: { state, failure } }: CaveatSide): string[] =>
  state === 'failed' ? [`${title}: the run failed (${failure?.cause ?? 'unknown cause'})`] : []

/** What speaks against the trials of one side. */
export function withinTally(title: string, tally: Tally): string[] {
  const { trials, limited, stolen, faulty, lossy, unsent, corrupt, dropped } = tally
  const inTrials = (count: number) => `in ${count} of ${trials} trials`
  return [
    ...(faulty > 0 ? [`${title}: faults were injected, so this is no comparison of speed`] : []),
    ...(limited > 0 ? [`${title}: the load fell behind its schedule ${inTrials(limited)}, which measures the generator`] : []),
    ...(lossy > 0 ? [`${title}: ${lossText(tally)} lost ${inTrials(lossy)}`] : []),
    ...(unsent > 0 ? [`${title}: ${unsent.toLocaleString('en')} packets were due but found no room in the ring`] : []),
    ...(corrupt > 0 ? [`${title}: ${corrupt.toLocaleString('en')} packets corrupt`] : []),
    ...(stolen > 0 ? [`${title}: steal above ${stealLimitRatio * 100} % ${inTrials(stolen)}`] : []),
    ...(dropped > 0
      ? [`${title}: ${dropped.toLocaleString('en')} doorbells did not fit the event ring and are not in the trace`]
      : []),
  ]
}

const lossText = ({ lost, lossySent }: Tally): string =>
  `${lost.toLocaleString('en')} packets (${((100 * lost) / lossySent).toPrecision(2)} %)`
