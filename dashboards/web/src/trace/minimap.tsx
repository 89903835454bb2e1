/** All of the trace in one strip, and which part of it the rows show: drag it, or drag beside it for another. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { type Bells, firstBells } from './bells.ts'
import { drawOverview, drawWindow } from './draw-axis.ts'
import type { ColorOf, Palette } from './palette.ts'
import { nsAt, type Pen, prepared } from './pen.ts'
import { listenToPointers, listenToWheel, zoomOf } from './pointers.ts'
import type { Scene } from './scene.ts'
import { lengthOf } from './time.ts'
import { useSize } from './use-size.ts'
import type { View } from './use-view.ts'

interface MinimapProps {
  readonly scene: Scene
  readonly bells: Bells
  readonly view: View
  readonly palette: Palette
  readonly colorOf: ColorOf
}

export function Minimap({ scene, bells, view, palette, colorOf }: MinimapProps) {
  const [place, { width, height }] = useSize<HTMLDivElement>()
  const [below, above] = [useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null)]
  const penOn = (canvas: HTMLCanvasElement | null): Pen | undefined =>
    canvas === null || width === 0
      ? undefined
      : { context: prepared(canvas, width, height), width, height, shown: scene.whole, palette, colorOf }
  // The whole changes seldom, the window all the time: each has a canvas of its own.
  const overall = bells.levels.find(({ of }) => lengthOf(of) >= lengthOf(scene.whole))
  useLayoutEffect(() => {
    const pen = penOn(below.current)
    if (pen) drawOverview(pen, scene, overall ? { levels: [overall], singles: undefined } : firstBells(scene))
  }, [scene, overall, width, height, palette, colorOf])
  useLayoutEffect(() => {
    const pen = penOn(above.current)
    if (pen) drawWindow(pen, view.shown)
  }, [scene, view.shown, width, height, palette])

  const latest = useRef({ scene, view, width })
  latest.current = { scene, view, width }
  useEffect(() => {
    const element = place.current as HTMLDivElement
    const at = (x: number) => nsAt({ shown: latest.current.scene.whole, width: latest.current.width }, x)
    let moving: boolean | undefined
    const brush = (from: number, to: number, ended: boolean) => {
      const { shown } = latest.current.view
      moving ??= at(from) > shown.fromNs && at(from) < shown.toNs && lengthOf(shown) < 0.98 * lengthOf(latest.current.scene.whole)
      if (!moving) latest.current.view.look({ fromNs: at(Math.min(from, to)), toNs: at(Math.max(from, to)) })
      if (ended) moving = undefined
    }
    const drag = (dx: number) => {
      if (!moving) return
      latest.current.view.pan((at(dx) - at(0)) / lengthOf(latest.current.view.shown))
    }
    const tap = (x: number) => {
      const { shown } = latest.current.view
      latest.current.view.look({ fromNs: at(x) - lengthOf(shown) / 2, toNs: at(x) + lengthOf(shown) / 2 })
    }
    const ends = [
      listenToPointers(element, () => ({ brush, drag, tap })),
      listenToWheel(element, (_, dy) => {
        latest.current.view.zoom(zoomOf(dy))
        return true
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [])
  return (
    <div ref={place} class="minimap" title="drag to see another stretch">
      <canvas ref={below} />
      <canvas ref={above} />
    </div>
  )
}
