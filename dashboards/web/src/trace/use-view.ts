/** Where one looks in a trace: kept in the address, and moved by keys, wheel and links. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { addressOf, queryOf } from './address.ts'
import { type RowList, rowsOf, startsOpen } from './rows.ts'
import { firstLook, offsetNs, type Scene, unixNsAt } from './scene.ts'
import { clamped, lengthOf, padded, panned, type Stretch, zoomed } from './time.ts'

/** Addresses may not change more often than browsers allow. */
const addressPauseMs = 250

interface State {
  /** Unix ns, which stays when an earlier span arrives; undefined until somebody moves. */
  readonly window: readonly [string, string] | undefined
  readonly selected: string | undefined
  readonly toggled: ReadonlySet<string>
}

export interface View {
  readonly shown: Stretch
  readonly selected: string | undefined
  readonly toggled: ReadonlySet<string>
  readonly list: RowList
  look(at: Stretch): void
  zoom(factor: number, atNs?: number): void
  pan(share: number): void
  lookAtAll(): void
  /** Moves only where it must for the stretch to be seen, and zooms until it is wide enough to be seen. */
  reveal(stretch: Stretch): void
  select(key: string | undefined): void
  toggle(key: string): void
  /** Opens what must be open for a node to be seen. */
  open(keys: readonly string[]): void
}

export function useView(scene: Scene, search: string): View {
  const [state, setState] = useState<State>(stateOfAddress)
  const { window: bounds, selected, toggled } = state
  const shown = useMemo(
    () =>
      bounds === undefined
        ? firstLook(scene)
        : clamped({ fromNs: offsetNs(scene, bounds[0]), toNs: offsetNs(scene, bounds[1]) }, scene.whole),
    [scene, bounds],
  )
  const list = useMemo(() => rowsOf(scene.tree, toggled), [scene, toggled])
  useAddress(state, search)

  // What moves goes on from what is shown now, also when several moves come within one frame.
  const now = useRef({ scene, shown })
  now.current = { scene, shown }
  const look = useCallback((at: Stretch) => {
    const { scene } = now.current
    now.current = { scene, shown: clamped(at, scene.whole) }
    const { fromNs, toNs } = now.current.shown
    setState((before) => ({ ...before, window: [unixNsAt(scene, fromNs), unixNsAt(scene, toNs)] }))
  }, [])
  const moves = useMemo(
    () => ({
      look,
      zoom: (factor: number, atNs?: number) => {
        const { scene, shown } = now.current
        look(zoomed(shown, { factor, atNs: atNs ?? (shown.fromNs + shown.toNs) / 2, within: scene.whole }))
      },
      pan: (share: number) => look(panned(now.current.shown, share * lengthOf(now.current.shown), now.current.scene.whole)),
      lookAtAll: () => look(now.current.scene.whole),
      reveal: (stretch: Stretch) => look(revealed(now.current.shown, stretch)),
      select: (key: string | undefined) => setState((before) => ({ ...before, selected: key })),
      toggle: (key: string) => setState((before) => ({ ...before, toggled: toggledBy(before.toggled, key) })),
      open: (keys: readonly string[]) =>
        setState((before) => ({ ...before, toggled: opened(now.current.scene, before.toggled, keys) })),
    }),
    [look],
  )
  return { shown, selected, toggled, list, ...moves }
}

/** Of what one sees: at least this share, at most the whole. */
const seenShare = 0.01

function revealed(shown: Stretch, stretch: Stretch): Stretch {
  const inside = stretch.fromNs >= shown.fromNs && stretch.fromNs <= shown.toNs
  if (inside && lengthOf(stretch) >= lengthOf(shown) * seenShare) return shown
  if (lengthOf(stretch) >= lengthOf(shown) * seenShare && lengthOf(stretch) <= lengthOf(shown)) {
    const from = stretch.fromNs - lengthOf(shown) / 3
    return { fromNs: from, toNs: from + lengthOf(shown) }
  }
  return padded(stretch, 3)
}

function toggledBy(toggled: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(toggled)
  if (!next.delete(key)) next.add(key)
  return next
}

function opened(scene: Scene, toggled: ReadonlySet<string>, keys: readonly string[]): ReadonlySet<string> {
  const changed = keys.filter((key) => {
    const node = scene.spans.get(key)
    return toggled.has(key) === (node !== undefined && startsOpen(node))
  })
  return changed.length === 0 ? toggled : changed.reduce(toggledBy, toggled)
}

function stateOfAddress(): State {
  const { fromUnixNs, toUnixNs, selected, toggled } = addressOf(new URLSearchParams(location.search))
  const bounds = fromUnixNs !== undefined && toUnixNs !== undefined ? ([fromUnixNs, toUnixNs] as const) : undefined
  return { window: bounds, selected, toggled: new Set(toggled) }
}

/** Writes what is shown into the address, without a step in the history. */
function useAddress({ window: bounds, selected, toggled }: State, search: string): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const [fromUnixNs, toUnixNs] = bounds ?? []
      const query = queryOf({ fromUnixNs, toUnixNs, selected, search, toggled: [...toggled] })
      history.replaceState(history.state, '', `${location.pathname}${query}`)
    }, addressPauseMs)
    return () => clearTimeout(timer)
  }, [bounds, selected, toggled, search])
}
