/**
 * Panels over time. The first column is the time, numbers are what is drawn, each under its name. Or one text tells series apart:
 * then the number is called `Value`, a name that Grafana leaves out of theirs.
 */
import {
  GraphDrawStyle,
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  StackingConfigBuilder,
  StackingMode,
  VisibilityMode,
} from '@grafana/grafana-foundation-sdk/common'
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { backends, type Slots } from '../colors.ts'
import { asFieldLinks, asking, colored, described, legendBelow, type NumberPanel, tooltipOfAll } from './panel.ts'

export interface TimeSeriesPanel extends NumberPanel {
  /** Measured values are points joined by lines, single trials are points, and what adds up is stacked. */
  readonly style?: 'joined' | 'points' | 'stacked'
  /** For latency. Everything else begins at zero. */
  readonly log?: boolean
  readonly colors?: Slots
  /** What the left axis says. */
  readonly axis?: string
}

export function timeSeries(options: TimeSeriesPanel): PanelBuilder {
  const { unit, sql, style = 'joined', log = false, colors = backends, axis = '', links = [], ...text } = options
  const panel = described(new PanelBuilder(), text)
    .unit(unit)
    .axisLabel(axis)
    .dataLinks(asFieldLinks(links))
    .legend(legendBelow())
    .tooltip(tooltipOfAll())
    .lineWidth(1)
    .pointSize(style === 'points' ? 6 : 5)
    .showPoints(style === 'stacked' ? VisibilityMode.Never : VisibilityMode.Always)
    .drawStyle(style === 'points' ? GraphDrawStyle.Points : GraphDrawStyle.Line)
    .spanNulls(style !== 'points')
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName))
  if (log) panel.scaleDistribution(new ScaleDistributionConfigBuilder().type(ScaleDistribution.Log).log(10))
  else panel.min(0)
  if (style === 'stacked') panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal)).fillOpacity(30)
  return asking(colored(panel, colors), 'timeseries', sql)
}
