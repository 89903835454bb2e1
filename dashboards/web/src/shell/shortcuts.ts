/** Keys and what they do, while a component is shown. */
import { useEffect, useRef } from 'preact/hooks'

/** By key as `KeyboardEvent.key` has it, or two of them with a space between, pressed one after the other. */
export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>

/** Between two keys that belong together. */
const patienceMs = 1_000

/** Not while something is typed, nor with Ctrl, Alt or Meta, which belong to the browser. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  useEffect(() => {
    let before = { key: '', timeMs: Number.NEGATIVE_INFINITY }
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return
      const pair = `${before.key} ${event.key}`
      const paired = event.timeStamp - before.timeMs < patienceMs ? latest.current[pair] : undefined
      before = { key: event.key, timeMs: event.timeStamp }
      const action = paired ?? latest.current[event.key]
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

function isTyping({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  return key !== 'Escape' && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}
