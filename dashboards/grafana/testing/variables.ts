/**
 * Variables as Grafana puts them into a query. Source: Grafana 12, `public/app/features/templating`, and @grafana/scenes,
 * `variables/interpolation/formatRegistry.ts`; the format of those without one is the plugin's (`CHDatasource.format`).
 */
import { expandConditionalAll, expandMacros, type TimeRange } from './macros.ts'

/** What is chosen: one value, several, or all there are. */
export interface Chosen {
  readonly value: string | readonly string[]
  readonly all?: boolean
}
export type Values = ReadonlyMap<string, Chosen>

const escapes: Readonly<Record<string, string>> = { "'": "''", '"': '\\"' }
const sqlText = (value: string): string => `'${value.replace(/['"]/g, (character) => escapes[character] as string)}'`

const formats: Readonly<Record<string, (value: string | readonly string[]) => string>> = {
  '': (value) => (typeof value === 'string' ? value : `'${value.join("','")}'`),
  sqlstring: (value) => (typeof value === 'string' ? sqlText(value) : value.map(sqlText).join(',')),
}

/** Throws TypeError for a variable that the dashboard does not have, or a format that is none. */
export function replaceVariables(text: string, values: Values, { intervalMs }: Pick<TimeRange, 'intervalMs'>): string {
  const builtIn = new Map<string, Chosen>([['__interval_ms', { value: String(intervalMs) }]])
  return text.replace(/\$\{(\w+)(?::(\w+))?\}|\$(\w+)/g, (whole, ...groups) => {
    const [braced, format, plain] = groups as (string | undefined)[]
    const name = braced ?? plain ?? ''
    const chosen = values.get(name) ?? builtIn.get(name)
    if (chosen === undefined && name.startsWith('__')) return whole
    if (chosen === undefined) throw new TypeError(`the variable '${name}' is none of the dashboard's`)
    const put = formats[format ?? '']
    if (put === undefined) throw new TypeError(`'${format}' of '${whole}' is no format that this harness knows`)
    return put(chosen.value)
  })
}

/**
 * The whole way of a query from the dashboard to ClickHouse. `own` are values of a panel's own, as of a repeated one: conditions on
 * all look past them at the dashboard's.
 */
export function expandQuery(sql: string, values: Values, { own, ...range }: TimeRange & { readonly own?: Values }): string {
  const chosen = expandConditionalAll(sql, (variable) => values.get(variable)?.all === true)
  return expandMacros(replaceVariables(chosen, new Map([...values, ...(own ?? [])]), range), range)
}
