/**
 * A trend that is drawn when it comes into sight, zoomed by dragging over it, and gone through run by run by pointer or by keys.
 * What is pointed at is said below it.
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Chart } from '../../../plots/src/echarts.ts'
import { type FigurePlace, nearestFigure, type Plot, placeOf, type TrendLine } from '../../../plots/src/index.ts'
import { withCharts } from '../parts/charts.ts'
import { PlotFiles, pageTheme } from '../parts/plot-figure.tsx'
import { themeChanged } from '../shell/theme.ts'
import { figureWords, momentWords } from './figure-words.ts'
import { useDrag } from './use-drag.ts'

export interface TrendFigureProps {
  readonly plot: Plot
  readonly lines: readonly TrendLine[]
  readonly unit: string
  readonly window: readonly [number, number]
  /** Shows this part of the time, Unix ms, or all of it. */
  readonly onZoom: (window: readonly [number, number] | undefined) => void
  readonly onPick: (place: FigurePlace) => void
  /** What must be known of the picture. */
  readonly children?: ComponentChildren
}

export function TrendFigure({ plot, lines, unit, window, onZoom, onPick, children }: TrendFigureProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useTrendChart(place, plot)
  const [at, setAt] = useState<FigurePlace>()
  // Runs that are no longer shown are not pointed at.
  const shown = at && lines.includes(at.line) ? at : undefined
  const y = placeOf(unit)

  const positionOf = ({ line, index }: FigurePlace): [number, number] =>
    (chart.current?.convertToPixel({ gridIndex: 0 }, [line.endedAtMs[index] ?? 0, y.of(line.value[index] ?? 0)]) ?? [0, 0]) as [
      number,
      number,
    ]
  const timeAt = (pixel: number): number => Number(chart.current?.convertFromPixel({ xAxisIndex: 0 }, pixel))
  const nearest = (x: number, top: number): FigurePlace | undefined => {
    if (chart.current === undefined) return undefined
    return nearestFigure(lines, timeAt(x), (candidate) => {
      const [left, height] = positionOf(candidate)
      return Math.hypot(left - x, height - top)
    })
  }
  const drag = useDrag({
    onHover: (x, top) => setAt(nearest(x, top)),
    onClick: (x, top) => {
      const found = nearest(x, top)
      if (found) onPick(found)
    },
    onDragged: (from, to) => onZoom([timeAt(from), timeAt(to)]),
  })
  const step = (by: number) => {
    const inTime = inOrder(lines, window)
    const now = inTime.findIndex(({ line, index }) => line === shown?.line && index === shown.index)
    setAt(inTime[now < 0 ? (by > 0 ? 0 : inTime.length - 1) : Math.max(0, Math.min(inTime.length - 1, now + by))])
  }
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    Home: () => setAt(inOrder(lines, window)[0]),
    End: () => setAt(inOrder(lines, window).at(-1)),
    Enter: () => shown && onPick(shown),
  }
  const dot = shown && chart.current ? positionOf(shown) : undefined
  return (
    <figure class="trend">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms, and this is no form */}
      <div
        class="trend-area"
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows go through the runs of the plot
        tabIndex={0}
        aria-label={`${plot.title}: arrows go from run to run, Enter chooses one`}
        onKeyDown={(event) => {
          const action = keys[event.key]
          if (action === undefined || event.ctrlKey || event.altKey || event.metaKey) return
          event.preventDefault()
          action()
        }}
        onDblClick={() => onZoom(undefined)}
        {...drag.listeners}
      >
        <div ref={place} class="chart" role="img" aria-label={plot.title} style={{ height: `${plot.height}px` }} />
        {drag.area && <div class="trend-drag" style={{ left: `${drag.area[0]}px`, width: `${drag.area[1] - drag.area[0]}px` }} />}
        {dot && <div class="trend-dot" style={{ left: `${dot[0]}px`, top: `${dot[1]}px` }} />}
      </div>
      <figcaption>
        <span class="trend-readout" aria-live="polite">
          {shown ? <Readout place={shown} unit={unit} /> : ' '}
        </span>
        <span class="trend-notes">
          <span>{children}</span>
          <PlotFiles plot={plot} chart={() => chart.current} />
        </span>
      </figcaption>
    </figure>
  )
}

function Readout({ place: { line, index }, unit }: { place: FigurePlace; unit: string }) {
  return (
    <>
      <strong>{line.backend}</strong> {momentWords(line.endedAtMs[index] ?? 0)}: {figureWords(line, index, unit)}
    </>
  )
}

/** All runs of the window in the order of their time. */
function inOrder(lines: readonly TrendLine[], [from, to]: readonly [number, number]): FigurePlace[] {
  return lines
    .flatMap((line) => line.endedAtMs.flatMap((at, index) => (at >= from && at <= to ? [{ line, index }] : [])))
    .sort((a, b) => (a.line.endedAtMs[a.index] ?? 0) - (b.line.endedAtMs[b.index] ?? 0))
}

/** How far from what is seen a plot is drawn already, in CSS pixels. */
const nearSight = '200px'

/** The chart of `plot`, from when its place first comes near sight, or is printed. */
function useTrendChart(place: { readonly current: HTMLDivElement | null }, plot: Plot) {
  const chart = useRef<Chart>(undefined)
  const latest = useRef(plot)
  latest.current = plot
  const draw = useRef(() => chart.current?.setOption(latest.current.option(pageTheme()), { notMerge: true, lazyUpdate: false }))
  useEffect(() => {
    const element = place.current as HTMLDivElement
    const sizes = new ResizeObserver(() => chart.current?.resize())
    let cancel: () => void = () => undefined
    const show = () => {
      cancel()
      cancel = withCharts((make) => {
        if (chart.current !== undefined) return
        chart.current = make(element, null, { renderer: 'canvas', height: latest.current.height })
        draw.current()
        sizes.observe(element)
      })
    }
    const sight = new IntersectionObserver(([entry]) => entry?.isIntersecting && show(), { rootMargin: nearSight })
    sight.observe(element)
    addEventListener('beforeprint', show)
    document.addEventListener(themeChanged, draw.current)
    return () => {
      document.removeEventListener(themeChanged, draw.current)
      removeEventListener('beforeprint', show)
      sight.disconnect()
      cancel()
      sizes.disconnect()
      chart.current?.dispose()
      chart.current = undefined
    }
  }, [place])
  useEffect(() => void draw.current(), [plot])
  return chart
}
