/**
 * Latency over the share of packets that are slower: the HDR axis. Evenly spaced are 1 in 1, 10, 100, 1000, which are the
 * percentiles 0, 90, 99 and 99.9.
 */
import { AxisPlacement, ScaleDistribution, ScaleDistributionConfigBuilder } from '@grafana/grafana-foundation-sdk/common'
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder, SeriesMapping, XYShowMode } from '@grafana/grafana-foundation-sdk/xychart'
import { backends, type Slots } from '../colors.ts'
import { units } from '../units.ts'
import { asking, colored, described, legendBelow, type PanelSize, type PanelText, type Queries } from './panel.ts'

export interface PercentilePlot extends PanelText, PanelSize {
  /** Columns `one_in` and latencies in ns; or `backend` between the two, which tells curves apart, and then `Value`. */
  readonly sql: Queries
  readonly byBackend?: boolean
  readonly colors?: Slots
}

const log10 = () => new ScaleDistributionConfigBuilder().type(ScaleDistribution.Log).log(10)

export function percentilePlot({ sql, byBackend = false, colors = backends, ...text }: PercentilePlot): PanelBuilder {
  const panel = described(new PanelBuilder(), text)
    .unit(units.ns)
    .mapping(SeriesMapping.Auto)
    .series([])
    .show(XYShowMode.Lines)
    .lineWidth(2)
    .axisLabel('latency')
    .axisPlacement(AxisPlacement.Auto)
    .scaleDistribution(log10())
    .legend(legendBelow())
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName))
  if (byBackend) {
    const options = { fields: ['backend'], keepFields: false, naming: { asLabels: true } }
    panel.withTransformation({ id: 'partitionByValues', options })
  }
  colored(panel, colors).overrideByName('one_in', [
    { id: 'unit', value: units.oneIn },
    { id: 'displayName', value: 'packets at least this slow' },
    { id: 'custom.axisLabel', value: 'packets at least this slow (1 in 100: p99)' },
  ])
  return asking(panel, 'table', sql)
}
