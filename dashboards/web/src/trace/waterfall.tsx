/** The rows: names as text, time as a canvas. Only what is seen exists, however many there are. */
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Bells } from './bells.ts'
import { drawRows, type Marked } from './draw-rows.ts'
import { hitAt } from './hit.ts'
import type { ColorOf, Palette } from './palette.ts'
import { nsAt, prepared } from './pen.ts'
import { listenToPointers, listenToWheel, zoomOf } from './pointers.ts'
import { RowLabels, rowId } from './row-labels.tsx'
import { rowHeights, rowsIn } from './rows.ts'
import type { Scene } from './scene.ts'
import { useSize } from './use-size.ts'
import type { View } from './use-view.ts'

export interface WaterfallProps {
  readonly scene: Scene
  readonly bells: Bells
  readonly view: View
  readonly palette: Palette
  readonly colorOf: ColorOf
  /** Key of the row that is chosen, or that holds the doorbell that is. */
  readonly row: string | undefined
  readonly marked: Marked | undefined
  readonly onKey: (event: KeyboardEvent) => void
  /** Told how wide the canvas is. */
  readonly onWidth: (widthPx: number) => void
  readonly onPoint: (ns: number | undefined) => void
}

export function Waterfall(props: WaterfallProps) {
  const { view, bells, scene, palette, colorOf, row, marked, onKey, onWidth, onPoint } = props
  const { list } = view
  const scroller = useRef<HTMLDivElement>(null)
  const [pane, { width, height }] = useSize<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [top, setTop] = useState(0)
  const [pointerX, setPointerX] = useState<number>()
  useEffect(() => onWidth(width), [width])
  useScrollTo(scroller, { list, row })

  useLayoutEffect(() => {
    if (canvas.current === null || width === 0) return
    const context = prepared(canvas.current, width, height)
    const pen = { context, width, height, shown: view.shown, palette, colorOf, figures: isNarrow() }
    drawRows(pen, { scene, list, bells, top, selected: row, marked, pointerX })
  }, [scene, list, bells, view.shown, top, row, marked, pointerX, width, height, palette, colorOf])

  const latest = useRef({ props, width, top })
  latest.current = { props, width, top }
  useEffect(() => listenTo(pane.current as HTMLDivElement, { latest, scroller, onPoint, setPointerX }), [])

  const [first, last] = rowsIn(list, top, height)
  const labels = useMemo(
    () => <RowLabels list={list} first={first} last={last} selected={row} onSelect={view.select} onToggle={view.toggle} />,
    [list, first, last, row],
  )
  return (
    <div ref={scroller} class="rows-scroller" onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}>
      <div class="rows-sheet" style={{ height: `${list.tops[list.rows.length] ?? 0}px` }}>
        <div class="rows-window">
          <div
            class="row-labels"
            role="tree"
            aria-label="Spans of the run"
            tabIndex={0}
            aria-activedescendant={row === undefined ? undefined : rowId(row)}
            onKeyDown={onKey}
          >
            <div style={{ transform: `translateY(${(list.tops[first] ?? 0) - top}px)` }}>{labels}</div>
          </div>
          <div ref={pane} class="row-bars">
            <canvas ref={canvas} />
          </div>
        </div>
      </div>
    </div>
  )
}

/** As in the style sheet: names have no figures beside them then. */
const isNarrow = (): boolean => matchMedia('(max-width: 720px)').matches

interface Listening {
  readonly latest: { readonly current: { readonly props: WaterfallProps; readonly width: number; readonly top: number } }
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly onPoint: (ns: number | undefined) => void
  readonly setPointerX: (x: number | undefined) => void
}

/** Drag moves the time, a wheel with Ctrl zooms, one sideways or with Shift pans; a wheel alone scrolls the rows. */
function listenTo(element: HTMLElement, { latest, scroller, onPoint, setPointerX }: Listening): () => void {
  const viewed = () => latest.current.props.view
  const at = (x: number) => nsAt({ shown: viewed().shown, width: latest.current.width }, x)
  const gestures = {
    drag: (dx: number, dy: number) => {
      viewed().pan(-dx / Math.max(1, latest.current.width))
      scroller.current?.scrollBy(0, -dy)
    },
    pinch: (factor: number, x: number) => viewed().zoom(factor, at(x)),
    tap: (x: number, y: number) => {
      const { props, width, top } = latest.current
      const hit = hitAt({ list: props.view.list, bells: props.bells, pen: { shown: props.view.shown, width } }, { x, y: y + top })
      if (hit) props.view.select(hit.spanId ?? hit.row.key)
    },
    hover: (x: number | undefined) => {
      setPointerX(x)
      onPoint(x === undefined ? undefined : at(x))
    },
  }
  const ends = [
    listenToPointers(element, () => gestures),
    listenToWheel(element, (dx, dy, { ctrlKey, metaKey, shiftKey, offsetX }) => {
      if (ctrlKey || metaKey) viewed().zoom(zoomOf(dy), at(offsetX))
      else if (shiftKey || Math.abs(dx) > Math.abs(dy)) viewed().pan((dx || dy) / Math.max(1, latest.current.width))
      else return false
      return true
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}

/** Scrolls as little as it must for the chosen row to be seen, when another is chosen. */
function useScrollTo(
  scroller: RefObject<HTMLDivElement | null>,
  { list, row }: { list: View['list']; row: string | undefined },
): void {
  const index = row === undefined ? undefined : list.indexOf.get(row)
  useLayoutEffect(() => {
    const element = scroller.current
    const found = index === undefined ? undefined : list.rows[index]
    if (element === null || index === undefined || found === undefined) return
    const [top, bottom] = [list.tops[index] ?? 0, (list.tops[index] ?? 0) + rowHeights[found.kind]]
    if (top < element.scrollTop) element.scrollTop = top
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight
  }, [row, index === undefined])
}
