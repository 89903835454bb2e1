/** Bars: one group for each value of a text, one bar in it for each number. */

import { PanelBuilder } from '@grafana/grafana-foundation-sdk/barchart'
import { VisibilityMode, VizOrientation } from '@grafana/grafana-foundation-sdk/common'
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard'
import { backends, type Slots } from '../colors.ts'
import { asFieldLinks, asking, described, legendBelow, type NumberPanel, tooltipOfAll } from './panel.ts'

export interface BarChartPanel extends NumberPanel {
  /** Column of texts below the bars. */
  readonly x: string
  readonly colors?: Slots
  readonly axis?: string
}

export function barChart({ unit, sql, x, colors = backends, axis = '', links = [], ...text }: BarChartPanel): PanelBuilder {
  const panel = described(new PanelBuilder(), text)
    .unit(unit)
    .axisLabel(axis)
    .min(0)
    .xField(x)
    .orientation(VizOrientation.Auto)
    .xTickLabelMaxLength(24)
    .showValue(VisibilityMode.Auto)
    .legend(legendBelow())
    .tooltip(tooltipOfAll())
    .dataLinks(asFieldLinks(links))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName))
  for (const { pattern, color } of colors)
    panel.overrideByRegexp(pattern, [{ id: 'color', value: { mode: 'fixed', fixedColor: color } }])
  return asking(panel, 'table', sql)
}
