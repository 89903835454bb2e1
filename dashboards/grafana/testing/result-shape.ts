/**
 * Whether an answer has the columns that a panel needs. Sources: grafana-plugin-sdk-go, `data/time_series.go` (LongToWide: a
 * time first and rising, numbers, texts as labels); Grafana 12, `TraceView` and the plugin's `src/data/sqlGenerator.ts` (columns of
 * a trace), logs data frame ("timestamp", "body", "level"), annotations ("time", "timeEnd", "title", "text", "tags").
 */
import type { Panel, Target } from './dashboard-json.ts'
import { unitOf } from './dashboard-json.ts'
import type { Answer, ResultColumn } from './dashboard-run.ts'

export type Kind = 'time' | 'number' | 'text' | 'other'

export function kindOf(type: string): Kind {
  const inner = type.replace(/^LowCardinality\((.*)\)$/, '$1').replace(/^Nullable\((.*)\)$/, '$1')
  if (/^Date/.test(inner)) return 'time'
  if (/^(U?Int|Float|Decimal)/.test(inner)) return 'number'
  return /^(String|FixedString|Enum|UUID|Bool)/.test(inner) ? 'text' : 'other'
}

const timeUnits = ['dateTimeAsIso', 'dateTimeFromNow']

/** What is wrong with an answer, in words; empty where nothing is. */
export function faultsOf(panel: Panel, { queryType }: Target, answer: Answer): string[] {
  if (queryType === 'timeseries') return timeSeriesFaults(answer)
  if (queryType === 'logs') return missing(answer.columns, { timestamp: 'time', body: 'text', level: 'text' })
  if (queryType === 'traces') return traceFaults(answer.columns)
  return [...answer.columns.flatMap((column) => tableFaults(panel, column)), ...undeclared(panel, answer.columns)]
}

function timeSeriesFaults({ columns, rows }: Answer): string[] {
  const [first, ...others] = columns
  const kinds = others.map(({ type }) => kindOf(type))
  const labels = kinds.filter((kind) => kind === 'text').length
  const times = rows.map((row) => String(row[first?.name ?? '']))
  return [
    ...(kindOf(first?.type ?? '') === 'time' ? [] : [`the first column is ${first?.type}, expected a time`]),
    ...(kinds.includes('number') ? [] : ['no column is a number']),
    ...(kinds.some((kind) => kind === 'other' || kind === 'time') ? ['a column is neither number nor text'] : []),
    ...(labels > 1 ? [`${labels} texts tell series apart, expected one: Grafana writes several as {a="b"}`] : []),
    ...(labels === 1 && !others.some(({ name }) => name === 'Value')
      ? ['series with a label need their number under the name Value']
      : []),
    ...(times.every((time, i) => i === 0 || time >= (times[i - 1] as string)) ? [] : ['the times do not rise']),
  ]
}

const traceColumns = {
  traceID: 'String',
  spanID: 'String',
  parentSpanID: 'String',
  serviceName: 'String',
  operationName: 'String',
  startTime: 'Float64',
  duration: 'Float64',
  tags: 'Array(Map(String, String))',
  serviceTags: 'Array(Map(String, String))',
} as const

function traceFaults(columns: readonly ResultColumn[]): string[] {
  const plain = (type: string) => type.replaceAll(/LowCardinality\((\w+)\)/g, '$1')
  return Object.entries(traceColumns).flatMap(([name, expected]) => {
    const found = plain(columns.find((column) => column.name === name)?.type ?? 'absent')
    return found === expected ? [] : [`${name} is ${found}, expected ${expected}`]
  })
}

/** A number has a unit, a text is shown as a text, a time as a time. */
function tableFaults(panel: Panel, { name, type }: ResultColumn): string[] {
  const unit = unitOf(panel, name) ?? ''
  const kind = kindOf(type)
  if (kind === 'other') return [`${name} is ${type}, which tables show as JSON`]
  if (panel.type === 'barchart' && panel.options?.xField === name)
    return kind === 'text' ? [] : [`${name} is below the bars and ${type}, expected a text`]
  const fits = { time: timeUnits.includes(unit), text: unit === 'string', number: unit !== '' && unit !== 'string' }[kind]
  // The label of a curve needs no unit, and columns for links are numbers that nobody sees.
  const exempt = (kind === 'text' && panel.type !== 'table' && panel.type !== 'stat') || isHidden(panel, name)
  return fits || exempt ? [] : [`${name} is ${type} and has the unit '${unit}'`]
}

const overridesOf = ({ fieldConfig }: Panel, name: string) =>
  fieldConfig?.overrides
    .filter(({ matcher }) => matcher.id === 'byName' && matcher.options === name)
    .flatMap(({ properties }) => properties) ?? []

const isHidden = (panel: Panel, name: string): boolean =>
  overridesOf(panel, name).some(({ id, value }) => id === 'custom.hidden' && value === true)

/** Columns that a table has, and says nothing of; and the other way round. */
function undeclared(panel: Panel, columns: readonly ResultColumn[]): string[] {
  if (panel.type !== 'table') return []
  const declared = panel.fieldConfig?.overrides.map(({ matcher }) => matcher.options) ?? []
  const names = columns.map(({ name }) => name)
  return JSON.stringify(declared) === JSON.stringify(names)
    ? []
    : [`columns are ${names.join(', ')}; declared are ${declared.join(', ')}`]
}

/** Columns by name and kind that are not there. */
export function missing(columns: readonly ResultColumn[], expected: Readonly<Record<string, Kind>>): string[] {
  return Object.entries(expected).flatMap(([name, kind]) => {
    const found = columns.find((column) => column.name === name)
    return found !== undefined && kindOf(found.type) === kind ? [] : [`${name} is ${found?.type ?? 'absent'}, expected a ${kind}`]
  })
}
