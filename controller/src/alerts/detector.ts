/** The port to whatever tells that a run is worse than those before it. Pure: the same input, the same finding. */
import type { RunJudgement, Worse } from '@ringside/contract'

export interface SeriesValues {
  /** Values of the trials of each baseline run, newest run first. None is empty. */
  readonly baseline: readonly (readonly number[])[]
  /** Values of the trials of the run that is judged; not empty. */
  readonly current: readonly number[]
  readonly worse: Worse
  /** The change that matters: 0.05 for 5 %. */
  readonly minChangeRatio: number
}

/**
 * `worse`: by more than the change that matters. `can't tell`: it looks so, and may be noise. `not worse`: it does not look so.
 * `no baseline`: too few runs before it.
 */
export type FindingVerdict = RunJudgement['verdict']

export interface Finding {
  readonly verdict: FindingVerdict
  /** Of the run to its baseline. 1 where there is none. */
  readonly ratio: number
  /** 95 % interval of the ratio. */
  readonly interval: readonly [number, number]
  /** In words. */
  readonly why: string
}

export type Detector = (values: SeriesValues) => Finding
