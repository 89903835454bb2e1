/** The state of an alert in words and one mark. */
import type { AlertSummary } from '@ringside/contract'
import { stateMarks } from './alert-words.ts'

export function AlertStateWords({ alert: { state, expected } }: { alert: AlertSummary }) {
  return (
    <span class={`alert-state ${state}`}>
      <span aria-hidden="true">{stateMarks[state]}</span> {state}
      {expected && ', expected'}
    </span>
  )
}
