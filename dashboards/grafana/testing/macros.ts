/**
 * SQL as it reaches ClickHouse: the macros of Grafana's ClickHouse plugin expanded as the plugin does.
 * Source: grafana-clickhouse-datasource 4.x, `pkg/macros/macros.go` and `src/data/CHDatasource.ts` (applyConditionalAll);
 * grafana-plugin-sdk-go, `data/sqlutil/macros.go` (how arguments are found).
 */

export interface TimeRange {
  /** Unix milliseconds. */
  readonly fromMs: number
  readonly toMs: number
  readonly intervalMs: number
}

type Macro = (args: readonly string[], range: TimeRange) => string

const seconds = (ms: number): string => `toDateTime(${Math.floor(ms / 1000)})`
const milliseconds = (ms: number): string => `fromUnixTimestamp64Milli(${ms})`
const atLeastOne = (count: number): number => Math.max(1, Math.floor(count))
const between = (column: string | undefined, from: string, to: string) => `${column} >= ${from} AND ${column} <= ${to}`

const macros: Readonly<Record<string, { readonly arity: number; readonly expand: Macro }>> = {
  fromTime: { arity: 0, expand: (_, { fromMs }) => seconds(fromMs) },
  toTime: { arity: 0, expand: (_, { toMs }) => seconds(toMs) },
  fromTime_ms: { arity: 0, expand: (_, { fromMs }) => milliseconds(fromMs) },
  toTime_ms: { arity: 0, expand: (_, { toMs }) => milliseconds(toMs) },
  timeFilter: { arity: 1, expand: ([column], { fromMs, toMs }) => between(column, seconds(fromMs), seconds(toMs)) },
  timeFilter_ms: { arity: 1, expand: ([column], { fromMs, toMs }) => between(column, milliseconds(fromMs), milliseconds(toMs)) },
  timeInterval: {
    arity: 1,
    expand: ([column], { intervalMs }) =>
      `toStartOfInterval(toDateTime(${column}), INTERVAL ${atLeastOne(intervalMs / 1000)} second)`,
  },
  timeInterval_ms: {
    arity: 1,
    expand: ([column], { intervalMs }) =>
      `toStartOfInterval(toDateTime64(${column}, 3), INTERVAL ${atLeastOne(intervalMs)} millisecond)`,
  },
  interval_s: { arity: 0, expand: (_, { intervalMs }) => `${atLeastOne(intervalMs / 1000)}` },
}

/** Throws TypeError where the plugin would refuse the query, and where a macro is left that it does not know. */
export function expandMacros(sql: string, range: TimeRange): string {
  let expanded = sql
  for (const [name, { arity, expand }] of Object.entries(macros)) {
    for (;;) {
      const found = new RegExp(`\\$__${name}\\b`).exec(expanded)
      if (found === null) break
      const end = found.index + found[0].length
      const { args, length } = argumentsAt(expanded, end)
      if (args.length !== arity) throw new TypeError(`$__${name} has ${args.length} arguments, expected ${arity}`)
      expanded = `${expanded.slice(0, found.index)}${expand(args, range)}${expanded.slice(end + length)}`
    }
  }
  const left = /\$(__)?\w+|\$\{/.exec(expanded)
  if (left !== null) throw new TypeError(`'${left[0]}' is no macro of the plugin and no variable of the dashboard`)
  return expanded
}

/** Arguments in the brackets that open at a place; none where none open there. `length` is that of the bracketed text. */
export function argumentsAt(text: string, place: number): { readonly args: readonly string[]; readonly length: number } {
  if (text[place] !== '(') return { args: [], length: 0 }
  const args: string[] = []
  let [depth, begin] = [0, place + 1]
  for (let i = place; i < text.length; i++) {
    if (text[i] === '(') depth++
    if (text[i] === ')') depth--
    if (depth === 0 || (depth === 1 && text[i] === ',')) {
      args.push(text.slice(begin, i).trim())
      begin = i + 1
    }
    if (depth === 0) return { args, length: i + 1 - place }
  }
  throw new TypeError(`the brackets of '${text.slice(place, place + 40)}' do not close`)
}

/** Before variables are put in: a condition on a variable of which all values are chosen is none. */
export function expandConditionalAll(sql: string, isAll: (variable: string) => boolean): string {
  const macro = '$__conditionalAll'
  let expanded = sql
  for (;;) {
    const at = expanded.lastIndexOf(`${macro}(`)
    if (at === -1) return expanded
    const { args, length } = argumentsAt(expanded, at + macro.length)
    const [condition = '', variable = ''] = args
    if (args.length !== 2) throw new TypeError(`${macro} has ${args.length} arguments, expected a condition and a variable`)
    const phrase = isAll(variable.replace(/^\$\{?|\}$/g, '')) ? '1=1' : condition
    expanded = `${expanded.slice(0, at)}${phrase}${expanded.slice(at + macro.length + length)}`
  }
}
