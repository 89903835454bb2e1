/** Panels with one answer: a figure, or a sentence. */
import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import {
  FieldColorBuilder,
  FieldColorModeId,
  MappingType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { palette } from '../colors.ts'
import { units } from '../units.ts'
import { asFieldLinks, asking, described, type NumberPanel, type PanelSize, type PanelText } from './panel.ts'

export interface StatPanel extends NumberPanel {
  readonly decimals?: number
  /** From here on the figure is a bad sign. */
  readonly badFrom?: number
}

/** The first row of a query, one tile a column. */
export function stat({ unit, sql, decimals, badFrom, links = [], ...text }: StatPanel): PanelBuilder {
  const panel = bare({ height: 4, width: 4, ...text })
    .unit(unit)
    .dataLinks(asFieldLinks(links))
    .textMode(BigValueTextMode.Auto)
  if (decimals !== undefined) panel.decimals(decimals)
  return asking(badFrom === undefined ? panel : withThreshold(panel, badFrom), 'table', sql)
}

/** Words: the query answers with one text. */
export function sentence({ sql, ...text }: PanelText & PanelSize & { readonly sql: string }): PanelBuilder {
  const panel = bare({ height: 4, width: 12, ...text })
    .unit(units.text)
    .textMode(BigValueTextMode.Value)
  return asking(panel, 'table', sql)
}

function bare(text: PanelText & PanelSize): PanelBuilder {
  const all = new ReduceDataOptionsBuilder().values(true).limit(1).calcs([]).fields('/.*/')
  return described(new PanelBuilder(), text)
    .reduceOptions(all)
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor('text'))
    .mappings([{ type: MappingType.SpecialValue, options: { match: 'null+nan', result: { text: '–' } } }] as never)
}

function withThreshold(panel: PanelBuilder, badFrom: number): PanelBuilder {
  const steps = [
    { value: null, color: 'text' },
    { value: badFrom, color: palette.vermilion },
  ]
  return panel
    .thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
}
