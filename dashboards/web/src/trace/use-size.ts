/** How large an element is, in CSS pixels, as it changes. */
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

export interface Size {
  readonly width: number
  readonly height: number
}

export function useSize<Element extends HTMLElement>(): readonly [RefObject<Element | null>, Size] {
  const element = useRef<Element>(null)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const measured = element.current
    if (measured === null) return
    const read = () => setSize({ width: measured.clientWidth, height: measured.clientHeight })
    read()
    const observer = new ResizeObserver(read)
    observer.observe(measured)
    return () => observer.disconnect()
  }, [])
  return [element, size]
}
