/** What has just been done to a host, with its way back. */
import type { FleetHost, HostAction } from '@ringside/contract'
import { useState } from 'preact/hooks'
import { changeHost } from './host-actions.tsx'

export interface Done {
  readonly host: FleetHost
  readonly action: HostAction
}

export function HostNotice({ done: { host, action }, onUndone }: { done: Done; onUndone: () => void }) {
  const [error, setError] = useState<string>()
  const undo = async () => {
    try {
      await changeHost(host.id, 'release', `${action} undone`)
      onUndone()
    } catch (failure) {
      setError((failure as Error).message)
    }
  }
  return (
    <div class="notice" role="status">
      <span>
        {host.id} is {host.availability}.
      </span>{' '}
      {action !== 'release' && (
        <button type="button" onClick={undo}>
          Undo
        </button>
      )}
      {error && <p role="alert">{error}</p>}
    </div>
  )
}
