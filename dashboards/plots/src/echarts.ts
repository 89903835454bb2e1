/** The parts of ECharts that plots are made of; whatever is not named here is in no bundle. */
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, DataZoomInsideComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'

use([
  LineChart,
  ScatterChart,
  CustomChart,
  GridComponent,
  TooltipComponent,
  DataZoomInsideComponent,
  MarkLineComponent,
  AriaComponent,
  CanvasRenderer,
  SVGRenderer,
])

export type { EChartsCoreOption as PlotOption, EChartsType as Chart } from 'echarts/core'
export { init }
