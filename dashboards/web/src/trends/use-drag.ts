/** Pointing at a place, clicking on it, and dragging over a width, in CSS pixels from the left and the top of the element. */
import { useRef, useState } from 'preact/hooks'

export interface DragActions {
  readonly onHover: (x: number, y: number) => void
  readonly onClick: (x: number, y: number) => void
  /** From left to right. */
  readonly onDragged: (from: number, to: number) => void
}

/** Moved by less, a pointer was clicked. */
const leastDrag = 8

export function useDrag({ onHover, onClick, onDragged }: DragActions) {
  const start = useRef<number>(undefined)
  const [area, setArea] = useState<readonly [number, number]>()
  const placeIn = (event: PointerEvent): readonly [number, number] => {
    const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }
  const areaTo = (x: number): readonly [number, number] | undefined =>
    start.current === undefined || Math.abs(x - start.current) < leastDrag
      ? undefined
      : [Math.min(x, start.current), Math.max(x, start.current)]
  const listeners = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return
      start.current = placeIn(event)[0]
      // A finger scrolls the page; a mouse that leaves the element goes on dragging.
      if (event.pointerType === 'mouse') (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent) => {
      const [x, y] = placeIn(event)
      setArea(areaTo(x))
      if (start.current === undefined) onHover(x, y)
    },
    onPointerUp: (event: PointerEvent) => {
      if (start.current === undefined) return
      const [x, y] = placeIn(event)
      const dragged = areaTo(x)
      start.current = undefined
      setArea(undefined)
      if (dragged) onDragged(...dragged)
      else onClick(x, y)
    },
    onPointerCancel: () => {
      start.current = undefined
      setArea(undefined)
    },
  }
  return { area, listeners }
}
