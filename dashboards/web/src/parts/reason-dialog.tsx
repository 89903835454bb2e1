/** Asks why before something is done to what others use too. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

export interface ReasonDialogProps {
  /** What is about to happen: `Drain h-1`. */
  readonly title: string
  /** On the button. */
  readonly action: string
  /** What it means. */
  readonly children: ComponentChildren
  /** Done with the reason, `undefined` where none was given; the dialog stays and says so where it fails. */
  readonly onConfirm: (reason: string | undefined) => Promise<unknown>
  readonly onClose: () => void
}

export function ReasonDialog({ title, action, children, onConfirm, onClose }: ReasonDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  useEffect(() => dialog.current?.showModal(), [])
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget as HTMLFormElement).get('reason')).trim()
    setBusy(true)
    try {
      await onConfirm(reason === '' ? undefined : reason)
      dialog.current?.close()
    } catch (failure) {
      setError((failure as Error).message)
      setBusy(false)
    }
  }
  return (
    <dialog ref={dialog} class="reason" onClose={onClose} aria-labelledby="reason-title">
      <form onSubmit={submit}>
        <h2 id="reason-title">{title}</h2>
        <div class="soft">{children}</div>
        <label>
          Reason
          <input name="reason" maxLength={500} autocomplete="off" placeholder="for whoever wonders later" />
        </label>
        {error && <p role="alert">{error}</p>}
        <p class="buttons">
          <button type="submit" class="primary" disabled={busy}>
            {action}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Leave it
          </button>
        </p>
      </form>
    </dialog>
  )
}
