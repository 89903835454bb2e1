/** What of the run is not in the picture, written above it. */
import type { RunDetail, RunTrace } from '@ringside/contract'
import { formatCount } from '../../../words/src/quantity.ts'
import { storedSpanWords, tracingWords, trialLossWords } from '../../../words/src/trace-losses.ts'

export function Notices({ run }: { run: RunDetail }) {
  const { traceStatus } = run
  const losses = trialLossWords(run)
  const wanting = traceStatus !== undefined && traceStatus !== 'complete'
  return (
    <div class={wanting || losses.length > 0 ? 'notices wanting' : 'notices soft'}>
      <p>
        {wanting && <strong>{statusWords[traceStatus]} </strong>}
        {tracingWords(run)}; {storedSpanWords(run)}
      </p>
      {losses.map((words) => (
        <p key={words}>{words}</p>
      ))}
    </div>
  )
}

const statusWords = {
  complete: '',
  incomplete: 'Incomplete: what is missing is known and counted.',
  aged: 'Aged: spans are older than they are kept, and some are gone.',
  mismatch: 'The counts contradict each other: do not trust this trace.',
} as const

/** `12 of 300 spans, 4 of 1,204,331 doorbells pass, and what they lie in is pale`. */
export function passedWords({ passed }: RunTrace): string {
  if (passed === undefined) return ''
  const of = (what: string, { shown, of: all }: { shown: number; of: number }) =>
    `${formatCount(shown)} of ${formatCount(all)} ${what}`
  return `${of('spans', passed.spans)}, ${of('doorbells', passed.doorbells)} found; what they lie in is pale`
}
