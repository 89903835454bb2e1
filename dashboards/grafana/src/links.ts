/** Links between the dashboards. */

export const uids = {
  compare: 'ringside-compare',
  trends: 'ringside-trends',
  run: 'ringside-run',
  trace: 'ringside-trace',
  fleet: 'ringside-fleet',
  self: 'ringside-self',
} as const

export type DashboardName = keyof typeof uids

export interface DataLink {
  readonly title: string
  readonly url: string
  readonly targetBlank: boolean
}

/** The dashboard's time range, or columns of the row in Unix milliseconds: as numbers, because texts have units. */
const windows = {
  same: '${__url_time_range}',
  row: 'from=${__data.fields.from_ms.numeric}&to=${__data.fields.to_ms.numeric}',
} as const

/** A link from what was clicked: `variables` are given as they stand in the URL. */
export function linkTo(
  name: DashboardName,
  variables: Readonly<Record<string, string>>,
  { title, window = 'same' }: { readonly title: string; readonly window?: keyof typeof windows },
): DataLink {
  const values = Object.entries(variables).map(([variable, value]) => `var-${variable}=${value}`)
  const query = ['var-datasource=${datasource}', ...values, windows[window]].join('&')
  return { title, url: `/d/${uids[name]}?${query}`, targetBlank: false }
}

/** Text of a column of the clicked row, fit for a URL. */
export const field = (name: string): string => `\${__data.fields.${name}:percentencode}`

/** Columns that a link with the row's own window needs: a minute around what happened. */
export const windowColumns = (start: string, end: string): string =>
  `toUnixTimestamp64Milli(toDateTime64(${start}, 3)) - 60000 AS from_ms, toUnixTimestamp64Milli(toDateTime64(${end}, 3)) + 60000 AS to_ms`

/** To a run and its trace, from a row with `run_id`, `from_ms` and `to_ms`. */
export const runLinks: readonly DataLink[] = [
  linkTo('run', { run: field('run_id') }, { title: 'Run', window: 'row' }),
  linkTo('trace', { run: field('run_id') }, { title: 'Trace', window: 'row' }),
]
