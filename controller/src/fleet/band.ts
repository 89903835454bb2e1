/**
 * Whether a figure of a host is what it was: the band of those before. Pure. Source: Iglewicz and Hoaglin, "How to Detect
 * and Handle Outliers" (1993): a value is an outlier 3.5 scaled median absolute deviations from the median.
 */
import { median } from '../judge/median.ts'

/** With fewer figures there is no band. */
export const minFigures = 5
/** Figures a band is made of: the newest. */
export const maxFigures = 10

const widthDeviations = 3.5
/** Makes the median absolute deviation of normal values their standard deviation. */
const normalScale = 1.4826

export type BandVerdict =
  | { readonly kind: 'within' | 'outside'; readonly low: number; readonly high: number; readonly figures: number }
  | { readonly kind: 'not enough data'; readonly figures: number }

/**
 * `before` are the good figures, newest first. A band is never narrower than the change that matters (`minChangeRatio`, 0.02
 * for 2 %): figures that happen to be alike must not make a host suspect.
 */
export function judgeFigure(value: number, before: readonly number[], minChangeRatio: number): BandVerdict {
  const recent = before.slice(0, maxFigures)
  if (recent.length < minFigures) return { kind: 'not enough data', figures: recent.length }
  const middle = median(recent)
  const deviation = median(recent.map((figure) => Math.abs(figure - middle)))
  const half = Math.max(widthDeviations * normalScale * deviation, minChangeRatio * Math.abs(middle))
  const [low, high] = [middle - half, middle + half]
  return { kind: value >= low && value <= high ? 'within' : 'outside', low, high, figures: recent.length }
}
