/** Taking a host out of use and back, with a reason; each way out has its way back. */
import type { FleetHost, HostAction } from '@ringside/contract'
import { useState } from 'preact/hooks'
import { api, content } from '../../api/client.ts'
import { ReasonDialog } from '../../parts/reason-dialog.tsx'

const actions: readonly { readonly action: HostAction; readonly to: FleetHost['availability']; readonly means: string }[] = [
  { action: 'drain', to: 'draining', means: 'What is queued is still run; nothing new is sent there.' },
  { action: 'pause', to: 'paused', means: 'Its queue stands still after the run at hand, and may grow.' },
  {
    action: 'quarantine',
    to: 'quarantined',
    means: 'It takes no runs and gets none, because its results are not trusted.',
  },
  { action: 'release', to: 'active', means: 'It takes runs again.' },
]

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

export function changeHost(id: string, action: HostAction, reason: string | undefined): Promise<FleetHost> {
  const params = { path: { id } }
  const body = reason === undefined ? {} : { reason }
  return api.POST(`/api/v1/hosts/{id}/${action}`, { params, body }).then((answer) => content<FleetHost>(answer))
}

export interface HostActionsProps {
  readonly host: FleetHost
  readonly onDone: (host: FleetHost, action: HostAction) => void
}

/** The controller refuses to lessen a quarantine; that is not offered. */
export function HostActions({ host, onDone }: HostActionsProps) {
  const [asked, setAsked] = useState<(typeof actions)[number]>()
  const offered = actions.filter(({ action, to }) =>
    host.availability === 'quarantined' ? action === 'release' : to !== host.availability,
  )
  return (
    <span class="actions">
      {offered.map((one) => (
        <button
          key={one.action}
          type="button"
          class="small"
          aria-label={`${capital(one.action)} ${host.id}`}
          onClick={() => setAsked(one)}
        >
          {one.action}
        </button>
      ))}
      {asked && (
        <ReasonDialog
          title={`${capital(asked.action)} ${host.id}`}
          action={capital(asked.action)}
          onConfirm={async (reason) => onDone(await changeHost(host.id, asked.action, reason), asked.action)}
          onClose={() => setAsked(undefined)}
        >
          {asked.means}
        </ReasonDialog>
      )}
    </span>
  )
}
