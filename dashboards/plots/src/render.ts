/** Plots as SVG files, without a browser. */
import { init } from './echarts.ts'
import { fileWidth, heightAt, type Plot } from './plot.ts'
import { type PlotTheme, paperTheme } from './theme.ts'

/** A complete SVG document of `width` CSS pixels. */
export function renderSvg(
  plot: Plot,
  { theme = paperTheme, width = fileWidth }: { theme?: PlotTheme; width?: number } = {},
): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: heightAt(plot, width) })
  try {
    chart.setOption({ animation: false, backgroundColor: theme.paper, ...plot.option(theme, width) })
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
