/** ECharts, which is most of what a page with plots consists of: it comes while the page asks for its data. */
import type { init } from '../../../plots/src/echarts.ts'

let loaded: typeof init | undefined
const loading = import('../../../plots/src/echarts.ts').then((charts) => {
  loaded = charts.init
  return charts.init
})

/** Calls `draw` as soon as charts can be made: at once where they have come. Not after the returned function was called. */
export function withCharts(draw: (make: typeof init) => void): () => void {
  if (loaded !== undefined) {
    draw(loaded)
    return () => undefined
  }
  let wanted = true
  loading.then((make) => wanted && draw(make))
  return () => {
    wanted = false
  }
}
