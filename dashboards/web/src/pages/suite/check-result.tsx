/** What is wrong with a suite, each fault a way to its place; or what it makes, and what that costs. */
import type { SuiteFault } from '@ringside/contract'
import { costText } from '../../../../words/src/cost.ts'
import { Failed } from '../../parts/states.tsx'
import type { Validation } from './use-validation.ts'

const shownFaults = 50
const valueChars = 60

export function CheckResult({ validation, onGo }: { validation: Validation; onGo: (fault: SuiteFault) => void }) {
  const { answer, current, error } = validation
  if (error && current) return <Failed error={error} />
  if (answer === undefined) return <p class="soft">Checking …</p>
  const { faults } = answer
  return (
    <div class={current ? 'check' : 'check stale'}>
      {faults.length > 0 ? <Faults faults={faults} onGo={onGo} /> : <Cost answer={answer} />}
    </div>
  )
}

function Faults({ faults, onGo }: { faults: readonly SuiteFault[]; onGo: (fault: SuiteFault) => void }) {
  return (
    <>
      <p class="lead">{faults.length === 1 ? 'One fault' : `${faults.length} faults`}</p>
      <ol class="faults">
        {faults.slice(0, shownFaults).map((fault) => (
          <li key={`${fault.line}:${fault.column} ${fault.path} ${fault.expected}`}>
            <button type="button" class="quiet" onClick={() => onGo(fault)}>
              {fault.line}:{fault.column} {fault.path && <code>{fault.path}</code>}
            </button>
            <p>
              is <code>{valueWords(fault)}</code>, expected {fault.expected}
            </p>
          </li>
        ))}
      </ol>
      {faults.length > shownFaults && <p class="soft">and {faults.length - shownFaults} more</p>}
    </>
  )
}

function valueWords({ value }: SuiteFault): string {
  if (value === undefined) return 'missing'
  const text = JSON.stringify(value)
  return text.length > valueChars ? `${text.slice(0, valueChars)}…` : text
}

function Cost({ answer: { cost, suite, labels = [] } }: { answer: NonNullable<Validation['answer']> }) {
  if (cost === undefined || suite === undefined) return null
  return (
    <>
      <p class="lead">No faults</p>
      <p>{costText(cost, suite)}.</p>
      <ul class="points">
        {labels.map((label) => (
          <li key={label}>{label}</li>
        ))}
      </ul>
      {cost.points > labels.length && <p class="soft">and {(cost.points - labels.length).toLocaleString('en-US')} more points</p>}
    </>
  )
}
