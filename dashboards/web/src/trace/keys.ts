/** Keys of the waterfall: through rows, through time. */
import type { Shortcuts } from '../shell/shortcuts.ts'
import type { View } from './use-view.ts'

export const keyWords: readonly (readonly [string, string])[] = [
  ['w s', 'zoom in, out'],
  ['a d', 'earlier, later'],
  ['j k', 'next, previous row'],
  ['Enter', 'open, shut'],
  ['f', 'zoom to what is chosen'],
  ['0', 'all of the trace'],
  ['n p', 'next, previous doorbell or span of the row'],
  ['/', 'search'],
  ['Esc', 'out'],
]

const [zoomStep, panStep] = [0.6, 0.25]

export interface KeyedView {
  readonly view: View
  /** Key of the row that is chosen or holds what is. */
  readonly row: string | undefined
  /** What stays in its place when keys zoom; undefined for the middle. */
  aroundNs(): number | undefined
  /** Zooms to what is chosen. */
  fit(): void
  /** To the doorbell after (1) or before (-1) the one chosen. */
  neighbour(by: 1 | -1): void
  search(): void
  /** So that Enter means the row. */
  focusRows(): void
}

export function viewShortcuts({ view, row, fit, neighbour, search, focusRows, aroundNs }: KeyedView): Shortcuts {
  const zoomIn = () => view.zoom(zoomStep, aroundNs())
  const zoomOut = () => view.zoom(1 / zoomStep, aroundNs())
  const step = (by: number) => () => {
    focusRows()
    moveRow(view, row, by)
  }
  return {
    w: zoomIn,
    '+': zoomIn,
    '=': zoomIn,
    s: zoomOut,
    '-': zoomOut,
    a: () => view.pan(-panStep),
    d: () => view.pan(panStep),
    0: view.lookAtAll,
    j: step(1),
    k: step(-1),
    f: fit,
    n: () => neighbour(1),
    p: () => neighbour(-1),
    '/': search,
    Escape: () => view.select(outOf(view, row)),
  }
}

/** Rows of a screen, about. */
const pageRows = 20

/** Keys that move in a tree, where the focus is in it. True for one of them. */
export function treeKey(key: string, view: View, row: string | undefined): boolean {
  const { list, toggle, select } = view
  const found = list.rows[list.indexOf.get(row ?? '') ?? -1]
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: pageRows,
    PageUp: -pageRows,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  }
  const by = moves[key]
  if (by !== undefined) moveRow(view, row, by)
  else if (key === 'Enter' || key === ' ') {
    if (found?.open !== undefined) toggle(found.key)
  } else if (key === 'ArrowRight') {
    if (found?.open === false) toggle(found.key)
    else if (found?.open) moveRow(view, row, 1)
  } else if (key === 'ArrowLeft') {
    if (found?.open) toggle(found.key)
    else if (found?.within !== undefined) select(found.within)
  } else return false
  return true
}

function moveRow({ list, select }: View, row: string | undefined, by: number): void {
  const at = list.indexOf.get(row ?? '')
  const next = at === undefined ? (by > 0 ? 0 : list.rows.length - 1) : at + by
  const found = list.rows[Math.max(0, Math.min(list.rows.length - 1, next))]
  if (found) select(found.key)
}

/** Of a doorbell its row, of a row nothing. */
const outOf = ({ selected }: View, row: string | undefined): string | undefined => (selected === row ? undefined : row)
