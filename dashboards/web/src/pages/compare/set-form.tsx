/** The two sets in words, to be changed. */
import { parseRunSet } from '@ringside/contract/run-set'
import { useRef, useState } from 'preact/hooks'
import { useShortcuts } from '../../shell/shortcuts.ts'
import type { CompareView } from './view.ts'

export interface SetFormProps {
  readonly a?: string | undefined
  readonly b?: string | undefined
  readonly onCompare: (sets: Pick<CompareView, 'a' | 'b'>) => void
}

export function SetForm({ a = '', b = '', onCompare }: SetFormProps) {
  const first = useRef<HTMLInputElement>(null)
  const [sets, setSets] = useState({ a, b })
  useShortcuts({ '/': () => first.current?.focus() })
  const fault = faultOf(sets.a) ?? (sets.b.trim() === '' ? undefined : faultOf(sets.b))
  const submit = (event: Event) => {
    event.preventDefault()
    if (fault === undefined) onCompare({ a: sets.a.trim(), b: sets.b.trim() || undefined })
  }
  return (
    <form class="set-form" onSubmit={submit}>
      <label>
        <span class="side">A</span>
        <input
          ref={first}
          type="text"
          required
          value={sets.a}
          placeholder="suite:nightly backend:sw since:2026-11-01"
          onInput={({ currentTarget: { value } }) => setSets((before) => ({ ...before, a: value }))}
        />
      </label>
      <label>
        <span class="side">B</span>
        <input
          type="text"
          value={sets.b}
          placeholder="empty: the backends of A among each other"
          onInput={({ currentTarget: { value } }) => setSets((before) => ({ ...before, b: value }))}
        />
      </label>
      <div class="actions">
        <button type="submit">Compare</button>
        {b !== '' && (
          <button type="button" class="quiet" onClick={() => onCompare({ a: b, b: a })}>
            Swap
          </button>
        )}
        <span class="soft" role="status">
          {sets.a !== '' && fault}
        </span>
      </div>
    </form>
  )
}

function faultOf(text: string): string | undefined {
  const parsed = parseRunSet(text)
  return 'fault' in parsed ? parsed.fault : undefined
}
