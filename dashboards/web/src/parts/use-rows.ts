/** Going through the rows of a table by j and k, and opening one by Enter. */
import { useRef } from 'preact/hooks'
import { useShortcuts } from '../shell/shortcuts.ts'

/** Give the ref to the table's body; its rows hold a link that opens them, and the first link of a row gets the focus. */
export function useRows() {
  const body = useRef<HTMLTableSectionElement>(null)
  const move = (by: number) => {
    const links = [...(body.current?.rows ?? [])].flatMap((row) => row.querySelector<HTMLElement>('a') ?? [])
    const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement))
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus()
  }
  useShortcuts({ j: () => move(1), k: () => move(-1) })
  return body
}
