/** Going from plot to plot by j and k. */
import { useRef } from 'preact/hooks'
import { useShortcuts } from '../shell/shortcuts.ts'

/** Give the ref to what holds the plots. */
export function useCards() {
  const cards = useRef<HTMLDivElement>(null)
  const move = (by: number) => {
    const areas = [...(cards.current?.querySelectorAll<HTMLElement>('.trend-area') ?? [])]
    const at = areas.findIndex((area) => area.closest('section')?.contains(document.activeElement))
    areas[Math.max(0, Math.min(areas.length - 1, at + by))]?.focus()
  }
  useShortcuts({ j: () => move(1), k: () => move(-1) })
  return cards
}
