/** What mouse, touch and wheel do to a stretch of time drawn on an element. */

export interface Gestures {
  /** One point pressed and moved by so many CSS pixels since the last call. */
  drag?(dx: number, dy: number): void
  /** Two points, further apart by `factor`, around x. */
  pinch?(factor: number, x: number): void
  /** Pressed and let go in the same place. */
  tap?(x: number, y: number): void
  /** Begin, move, and end of a drag as places. */
  brush?(from: number, to: number, ended: boolean): void
  hover?(x: number | undefined, y: number): void
}

/** What moves less was meant to stay. */
const steadyPx = 4

/** Listens until the returned function is called. */
export function listenToPointers(element: HTMLElement, gestures: () => Gestures): () => void {
  const down = new Map<number, { x: number; y: number }>()
  let [beganX, moved] = [0, false]
  const placeOf = ({ clientX, clientY }: PointerEvent) => {
    const { left, top } = element.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return
    element.setPointerCapture(event.pointerId)
    const at = placeOf(event)
    if (down.size === 0) [beganX, moved] = [at.x, false]
    down.set(event.pointerId, at)
  }
  const onMove = (event: PointerEvent) => {
    const at = placeOf(event)
    const before = down.get(event.pointerId)
    if (before === undefined) return gestures().hover?.(at.x, at.y)
    moved ||= Math.abs(at.x - beganX) > steadyPx || Math.abs(at.y - before.y) > steadyPx
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1]
    if (other) {
      const [was, is] = [Math.abs(before.x - other.x), Math.abs(at.x - other.x)]
      if (was > 8 && is > 8) gestures().pinch?.(was / is, (at.x + other.x) / 2)
    } else if (moved) {
      gestures().drag?.(at.x - before.x, at.y - before.y)
      gestures().brush?.(beganX, at.x, false)
    }
    if (moved || other) down.set(event.pointerId, at)
  }
  const onUp = (event: PointerEvent) => {
    const before = down.get(event.pointerId)
    down.delete(event.pointerId)
    if (before === undefined || event.type === 'pointercancel') return
    const at = placeOf(event)
    if (moved) gestures().brush?.(beganX, at.x, true)
    else if (down.size === 0) gestures().tap?.(at.x, at.y)
  }
  const onLeave = () => gestures().hover?.(undefined, 0)
  const events = { pointerdown: onDown, pointermove: onMove, pointerup: onUp, pointercancel: onUp, pointerleave: onLeave }
  for (const [name, listen] of Object.entries(events)) element.addEventListener(name, listen as EventListener)
  return () => {
    for (const [name, listen] of Object.entries(events)) element.removeEventListener(name, listen as EventListener)
  }
}

/** CSS pixels of a line, where a wheel counts in lines. */
const linePx = 16

/** Turns of the wheel as CSS pixels. `turn` says whether it was for it; if so, nothing scrolls. */
export function listenToWheel(element: HTMLElement, turn: (dx: number, dy: number, event: WheelEvent) => boolean): () => void {
  const listen = (event: WheelEvent) => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? linePx : 1
    if (turn(event.deltaX * unit, event.deltaY * unit, event)) event.preventDefault()
  }
  element.addEventListener('wheel', listen, { passive: false })
  return () => element.removeEventListener('wheel', listen)
}

/** How much longer a stretch gets by a turn of so many pixels. */
export const zoomOf = (dy: number): number => 1.0018 ** Math.max(-400, Math.min(400, dy))
