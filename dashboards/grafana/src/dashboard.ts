/** A dashboard: rows of panels, which are placed here and numbered in their order. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog'
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  RowBuilder,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { type DashboardName, uids } from './links.ts'
import type { PlacedPanel } from './panels/panel.ts'
import { ClickHouseQuery, dataSource } from './query.ts'
import { dataSourceVariable } from './variables.ts'

export interface Annotation {
  readonly name: string
  readonly color: string
  /** Columns time, title, text, tags; with timeEnd a time of some length. */
  readonly sql: string
  /** Hidden until someone wants it. */
  readonly off?: boolean
}

export interface DashboardContent {
  readonly name: DashboardName
  readonly title: string
  readonly description: string
  /** What it shows to begin with: `now-7d`. */
  readonly from: string
  /** How often it asks again by itself: `1m`. Not at all without it. */
  readonly refresh?: string
  readonly variables: readonly Builder<VariableModel>[]
  readonly annotations?: readonly Annotation[]
  /** Panels by the title of their row; the first row has none. */
  readonly rows: Readonly<Record<string, readonly PlacedPanel[]>>
}

const tag = 'ringside'
const columns = 24

export function dashboard({
  name,
  title,
  description,
  from,
  refresh = '',
  variables,
  annotations = [],
  rows,
}: DashboardContent): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uids[name])
    .description(description)
    .tags([tag])
    .time({ from, to: 'now' })
    .refresh(refresh)
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    .link(new DashboardLinkBuilder('Ringside').type(DashboardLinkType.Dashboards).tags([tag]).keepTime(true).asDropdown(true))
    .variables([dataSourceVariable(), ...variables])
    .annotations(annotations.map(annotationOf))
  let [id, top] = [1, 0]
  for (const [heading, panels] of Object.entries(rows)) {
    if (heading !== '') builder.withRow(new RowBuilder(heading).id(id++).gridPos({ x: 0, y: top++, w: columns, h: 1 }))
    const placed = placements(panels, top)
    for (const [i, panel] of panels.entries()) builder.withPanel(panel.id(id++).gridPos(placed.places[i] as Place))
    top = placed.bottom
  }
  return builder.build()
}

interface Place {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** From left to right, and below when a panel does not fit beside the last. */
function placements(panels: readonly PlacedPanel[], top: number): { readonly places: readonly Place[]; readonly bottom: number } {
  let [x, y, tallest] = [0, top, 0]
  const places = panels.map((panel): Place => {
    const { w = 12, h = 8 } = panel.build().gridPos ?? {}
    if (x + w > columns) [x, y, tallest] = [0, y + tallest, 0]
    const place = { x, y, w, h }
    x += w
    tallest = Math.max(tallest, h)
    return place
  })
  return { places, bottom: y + tallest }
}

const annotationOf = ({ name, color, sql, off = false }: Annotation) =>
  new AnnotationQueryBuilder()
    .name(name)
    .datasource(dataSource)
    .enable(!off)
    .iconColor(color)
    .target(new ClickHouseQuery('table', sql, 'annotation'))
