/** What people do about an alert, each time with a reason and a name. */
import type { Alert } from '@ringside/contract'
import { useState } from 'preact/hooks'
import { acknowledgeAlert, resolveAlert } from '../api/alerts.ts'
import { Failed } from '../parts/states.tsx'

const nameKey = 'ringside.name'

const actions = {
  acknowledge: { title: 'Acknowledge', says: 'someone looks after it; it stays until the figures are back' },
  resolve: { title: 'Resolve', says: 'it is over; what gets worse again is a new alert' },
  expected: { title: 'Expected', says: 'this is the new level; baselines begin with it' },
} as const
type Action = keyof typeof actions

export function AlertActions({ alert, onChanged }: { alert: Alert; onChanged: (alert: Alert) => void }) {
  const [error, setError] = useState<Error>()
  const [isSending, setSending] = useState(false)
  if (alert.state === 'resolved') return null
  const possible = (Object.keys(actions) as Action[]).filter((action) => action !== 'acknowledge' || alert.state === 'open')
  const act = async (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const chosen = (event.submitter as HTMLButtonElement).value as Action
    const name = String(form.get('name')).trim()
    localStorage.setItem(nameKey, name)
    setSending(true)
    try {
      onChanged(await send(alert.id, chosen, signed(String(form.get('reason')).trim(), name)))
      setError(undefined)
    } catch (failure) {
      setError(failure as Error)
    } finally {
      setSending(false)
    }
  }
  return (
    <form class="card alert-actions" onSubmit={act} aria-label="What is done about it">
      <label>
        Why
        <textarea name="reason" required maxLength={900} rows={2} placeholder="for whoever wonders later" />
      </label>
      <label>
        Your name
        <input name="name" required maxLength={80} autocomplete="name" defaultValue={localStorage.getItem(nameKey) ?? ''} />
      </label>
      <dl>
        {possible.map((action) => (
          <div key={action}>
            <dt>
              <button type="submit" value={action} disabled={isSending}>
                {actions[action].title}
              </button>
            </dt>
            <dd class="soft">{actions[action].says}</dd>
          </div>
        ))}
      </dl>
      {error && <Failed error={error} />}
    </form>
  )
}

/** A token has no name that people know, so theirs is part of the reason. */
const signed = (reason: string, name: string): string => `${reason} – ${name}`

function send(id: string, action: Action, reason: string): Promise<Alert> {
  return action === 'acknowledge' ? acknowledgeAlert(id, reason) : resolveAlert(id, reason, action === 'expected')
}
