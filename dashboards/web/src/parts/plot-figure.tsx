/** A plot with what it says, its data and its picture. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Chart, init } from '../../../plots/src/echarts.ts'
import { csvOf, fileName, heightAt, type Plot, type PlotTheme } from '../../../plots/src/index.ts'
import { themeChanged } from '../shell/theme.ts'
import { withCharts } from './charts.ts'

/** Of pictures as PNG: sharp on paper. */
const pictureScale = 2

export function PlotFigure({ plot, children }: { plot: Plot; children?: ComponentChildren }) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<Chart>(undefined)
  useEffect(() => {
    let end: () => void = () => undefined
    const cancel = withCharts((make) => {
      end = drawIn(place.current as HTMLDivElement, { plot, make, chart })
    })
    return () => {
      cancel()
      end()
    }
  }, [plot])
  return (
    <figure>
      <div ref={place} class="chart" role="img" aria-label={plot.title} />
      <figcaption>
        {children} <PlotFiles plot={plot} chart={() => chart.current} />
      </figcaption>
    </figure>
  )
}

interface Drawing {
  readonly plot: Plot
  readonly make: typeof init
  /** Is given the chart. */
  readonly chart: { current: Chart | undefined }
}

/** Draws a plot, again whenever its place or the colours change, until the returned function is called. */
function drawIn(element: HTMLDivElement, { plot, make, chart }: Drawing): () => void {
  const heightNow = () => heightAt(plot, element.clientWidth)
  const drawn = make(element, null, { renderer: 'canvas', height: heightNow() })
  chart.current = drawn
  const draw = () => drawn.setOption(plot.option(pageTheme(), element.clientWidth), { notMerge: true })
  draw()
  const sizes = new ResizeObserver(() => {
    drawn.resize({ height: heightNow() })
    draw()
  })
  sizes.observe(element)
  document.addEventListener(themeChanged, draw)
  return () => {
    document.removeEventListener(themeChanged, draw)
    sizes.disconnect()
    drawn.dispose()
  }
}

/** A plot's picture and its data, to be saved. `chart` draws it. */
export function PlotFiles({ plot, chart }: { plot: Plot; chart: () => Chart | undefined }) {
  const name = fileName(plot)
  const png = () => chart()?.getDataURL({ pixelRatio: pictureScale, backgroundColor: pageTheme().paper }) ?? ''
  return (
    <span class="files">
      <Download name={`${name}.png`} make={png} />
      <Download name={`${name}.svg`} make={() => svgOf(plot)} />
      <Download name={`${name}.csv`} make={() => urlOf(csvOf(plot), 'text/csv')} />
    </span>
  )
}

function Download({ name, make }: { name: string; make: () => string | Promise<string> }) {
  const save = async () => {
    const link = document.createElement('a')
    link.href = await make()
    link.download = name
    link.click()
  }
  return (
    <button type="button" class="quiet" onClick={save} aria-label={`Save ${name}`}>
      {name.split('.').at(-1)?.toUpperCase()}
    </button>
  )
}

async function svgOf(plot: Plot): Promise<string> {
  const { renderSvg } = await import('../../../plots/src/render.ts')
  return urlOf(renderSvg(plot), 'image/svg+xml')
}

const urlOf = (text: string, type: string): string => `data:${type};charset=utf-8,${encodeURIComponent(text)}`

/** The colours that the page has now. */
export function pageTheme(): PlotTheme {
  const style = getComputedStyle(document.documentElement)
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    ink: color('ink'),
    soft: color('soft'),
    line: color('line'),
    band: color('band'),
    paper: color('paper'),
    series: [0, 1, 2, 3, 4, 5].map((slot) => color(`s${slot}`)),
  }
}
