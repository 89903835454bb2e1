/** The time above the rows: drag over it to zoom to a stretch, turn the wheel to zoom. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { drawAxis } from './draw-axis.ts'
import type { ColorOf, Palette } from './palette.ts'
import { nsAt, prepared } from './pen.ts'
import { listenToPointers, listenToWheel, zoomOf } from './pointers.ts'
import type { Stretch } from './time.ts'
import { useSize } from './use-size.ts'
import type { View } from './use-view.ts'

export function TimeAxis({ view, palette, colorOf }: { view: View; palette: Palette; colorOf: ColorOf }) {
  const [place, { width, height }] = useSize<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [brushed, setBrushed] = useState<Stretch>()
  const latest = useRef({ view, width })
  latest.current = { view, width }
  useLayoutEffect(() => {
    if (canvas.current === null || width === 0) return
    const context = prepared(canvas.current, width, height)
    drawAxis({ context, width, height, shown: view.shown, palette, colorOf }, brushed)
  }, [width, height, view.shown, palette, colorOf, brushed])
  useEffect(() => {
    const element = place.current as HTMLDivElement
    const at = (x: number) => nsAt({ shown: latest.current.view.shown, width: latest.current.width }, x)
    const brush = (from: number, to: number, ended: boolean) => {
      const stretch = { fromNs: at(Math.min(from, to)), toNs: at(Math.max(from, to)) }
      setBrushed(ended ? undefined : stretch)
      if (ended) latest.current.view.look(stretch)
    }
    const ends = [
      listenToPointers(element, () => ({ brush })),
      listenToWheel(element, (_, dy, { offsetX }) => {
        latest.current.view.zoom(zoomOf(dy), at(offsetX))
        return true
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [])
  return (
    <div ref={place} class="time-axis" title="drag to zoom to a stretch">
      <canvas ref={canvas} />
    </div>
  )
}
