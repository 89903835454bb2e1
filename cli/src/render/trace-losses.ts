/** What of a run is not in its trace, shown where the trace is shown. */
import { type RunDetail, traceStatus } from '@ringside/contract'
import { storedSpanWords, tracingWords, trialLossWords } from '@ringside/dashboards'
import { type Line, type RenderOptions, wrap } from './line.ts'

/** How doorbells were traced and how many of them are stored; then every trial that lost some. */
export function lossLines(run: RunDetail, { width }: RenderOptions): Line[] {
  const missing = missingSpans(run)
  return [
    ...wrap(`${tracingWords(run)}; ${storedSpanWords(run)}`, width).map(
      (text): Line => [{ text, style: missing ? 'warn' : 'dim' }],
    ),
    ...trialLossWords(run)
      .flatMap((words) => wrap(words, Math.max(20, width - 2)))
      .map((text): Line => [{ text: `  ${text}`, style: 'warn' }]),
  ]
}

const missingSpans = ({ spans }: RunDetail): boolean => spans !== undefined && traceStatus(spans) !== 'complete'
