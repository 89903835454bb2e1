/** What to call a difference, given how sure it is. */
import type { Verdict } from '@ringside/contract'
import type { Interval } from './bootstrap.ts'

/** With fewer trials the extremes of a sample do not enclose its median with 95 % probability (5 give 93.75 %, 4 give 87.5 %). */
export const minTrials = 5

export interface Evidence {
  readonly ratio: number
  readonly interval: Interval
  /** Of the side that has fewer. */
  readonly trials: number
  readonly better: 'higher' | 'lower'
  /** The change that matters, 0.02 for 2 %. */
  readonly minChangeRatio: number
}

export interface Judgement {
  readonly verdict: Verdict
  readonly trialsNeeded?: number
}

/**
 * All distances are taken on the log axis, where exchanging the sides only changes the sign; "half-width" is half the
 * interval's length there, and the margin is ln(1 + minChangeRatio).
 *
 * 1. The interval excludes 1 and the ratio is at least the margin away from it: faster or slower. Both are needed:
 *    the first keeps noise out, the second keeps out differences that are real and do not matter.
 * 2. Otherwise, the half-width is at most the margin: no difference. The measurement was fine enough to see a change that
 *    matters, and saw none.
 * 3. Otherwise: can't tell. "No difference" is a claim of its own, and an interval wider than the change that matters
 *    supports it as little as it supports a difference.
 *
 * The half-width shrinks with the square root of the number of trials, which gives `trialsNeeded`: enough to separate
 * the present ratio from 1, or to meet the margin, whichever takes fewer. It is left out where no number would do.
 */
export function judge({ ratio, interval, trials, better, minChangeRatio }: Evidence): Judgement {
  if (trials < minTrials) return { verdict: "can't tell", trialsNeeded: minTrials }
  const [low, high] = interval
  const margin = Math.log1p(minChangeRatio)
  const distance = Math.abs(Math.log(ratio))
  const halfWidth = Math.log(high / low) / 2
  if ((low > 1 || high < 1) && distance >= margin) return { verdict: ratio > 1 === (better === 'higher') ? 'faster' : 'slower' }
  if (halfWidth <= margin) return { verdict: 'no difference' }
  const estimate = trials * (halfWidth / Math.max(distance, margin)) ** 2
  if (!Number.isFinite(estimate)) return { verdict: "can't tell" }
  return { verdict: "can't tell", trialsNeeded: Math.max(trials + 1, roundUp(estimate)) }
}

/** To two significant digits: the estimate is not better than that. */
function roundUp(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1)
  return Math.ceil(count / step) * step
}
