/** All keys in one place. */
import { useEffect, useRef } from 'preact/hooks'
import { places } from './places.ts'

const keys: readonly (readonly [string, string])[] = [
  ...places.map(({ keys, name }) => [keys, name] as const),
  ['j k', 'next, previous row'],
  ['Enter', 'open the row'],
  ['/', 'filter'],
  ['Esc', 'close, or leave a field'],
  ['?', 'these keys'],
]

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl class="keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  )
}
