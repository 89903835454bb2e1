/** What every panel says of itself: nothing is shown without a title, a description and a unit. */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog'
import {
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import type { DashboardLinkBuilder, DynamicConfigValue, GridPos, Panel } from '@grafana/grafana-foundation-sdk/dashboard'
import type { Slots } from '../colors.ts'
import type { DataLink } from '../links.ts'
import { ClickHouseQuery, dataSource, type QueryType } from '../query.ts'
import type { Unit } from '../units.ts'

export interface PanelText {
  readonly title: string
  /** What it shows, how it is computed, and what to do when it is bad. */
  readonly description: string
}

export interface PanelSize {
  /** Of 24 columns. */
  readonly width?: number
  readonly height?: number
  /** One panel for each value of this variable. */
  readonly repeat?: string
}

/** One query, or several by the name of their frame. */
export type Queries = string | Readonly<Record<string, string>>

export interface NumberPanel extends PanelText, PanelSize {
  readonly unit: Unit
  readonly sql: Queries
  readonly links?: readonly DataLink[]
}

/** What the builders of all kinds of panels have. */
interface AnyPanel extends Builder<Panel> {
  title(title: string): this
  description(description: string): this
  datasource(source: { type: string; uid: string }): this
  withTarget(target: Builder<Dataquery>): this
  span(columns: number): this
  height(rows: number): this
  repeat(variable: string): this
  maxPerRow(panels: number): this
  noValue(text: string): this
}

/** A panel whose place and id the dashboard gives it. */
export interface PlacedPanel extends Builder<Panel> {
  id(id: number): this
  gridPos(place: GridPos): this
}

const repeatedPerRow = 2

export function described<P extends AnyPanel>(
  panel: P,
  { title, description, width = 12, height = 8, repeat }: PanelText & PanelSize,
): P {
  panel.title(title).description(description).datasource(dataSource).span(width).height(height).noValue('nothing was measured')
  return repeat === undefined ? panel : panel.repeat(repeat).maxPerRow(repeatedPerRow)
}

export function asking<P extends AnyPanel>(panel: P, queryType: QueryType, queries: Queries): P {
  const named = typeof queries === 'string' ? { A: queries } : queries
  for (const [refId, sql] of Object.entries(named)) panel.withTarget(new ClickHouseQuery(queryType, sql, refId))
  return panel
}

/** Data links as field options have them; the SDK knows only the links of dashboards. */
export const asFieldLinks = (links: readonly DataLink[]) =>
  links.map((link) => ({ build: () => link as unknown as ReturnType<DashboardLinkBuilder['build']> }))

interface Drawn {
  overrideByRegexp(pattern: string, properties: DynamicConfigValue[]): this
}

/** The colour and the dash of each slot, by the beginning of a series' name. */
export function colored<P extends Drawn>(panel: P, slots: Slots): P {
  for (const { pattern, color, dash } of slots) {
    const line = dash === undefined ? { fill: 'solid' } : { fill: 'dash', dash }
    panel.overrideByRegexp(pattern, [
      { id: 'color', value: { mode: 'fixed', fixedColor: color } },
      { id: 'custom.lineStyle', value: line },
    ])
  }
  return panel
}

export const legendBelow = () =>
  new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom).showLegend(true).calcs([])

export const tooltipOfAll = () => new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending)
