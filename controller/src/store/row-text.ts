/**
 * Rows as text, mostly tab-separated: what ClickHouse reads fastest of all that is written without knowing the types of columns.
 * A result of tens of kilobytes goes in as it is, where JSON would quote each of its quotes.
 * Source: ClickHouse documentation, "TabSeparated".
 */

export interface RowText {
  readonly columns: readonly string[]
  readonly format: 'TSV' | 'JSONCompactEachRow'
  /** What a row does not have is null, which stands for a column's default where the column takes no null. */
  readonly text: string
}

export function rowText(rows: readonly object[]): RowText {
  const columns = columnsOf(rows)
  if (rows.some(hasListedDigits))
    return { columns, format: 'JSONCompactEachRow', text: rows.map((row) => jsonLine(row, columns)).join('\n') }
  let text = ''
  for (const row of rows) text += `${lineOf(row as Record<string, unknown>, columns)}\n`
  return { columns, format: 'TSV', text }
}

/**
 * Whether a list has a text of digits: an integer of 64 bits as queries give it, or just a text. Within lists tab-separated text
 * tells the two apart by quotes, for which one has to know the column; JSON does not.
 */
function hasListedDigits(row: object): boolean {
  for (const value of Object.values(row) as unknown[]) {
    if (Array.isArray(value) && value.some((item) => typeof item === 'string' && /^-?\d+$/.test(item))) return true
  }
  return false
}

const jsonLine = (row: object, columns: readonly string[]): string =>
  JSON.stringify(columns.map((column) => (row as Record<string, unknown>)[column] ?? null))

/** Of all rows, in the order they are met. Rows of one table mostly have the same. */
function columnsOf(rows: readonly object[]): string[] {
  const columns = new Set<string>()
  let last = ''
  for (const row of rows) {
    const keys = Object.keys(row)
    const together = keys.join()
    if (together === last) continue
    last = together
    for (const key of keys) columns.add(key)
  }
  return [...columns]
}

function lineOf(row: Record<string, unknown>, columns: readonly string[]): string {
  let line = ''
  for (let at = 0; at < columns.length; at++) {
    const value = valueText(row[columns[at] as string])
    line += at === 0 ? value : `\t${value}`
  }
  return line
}

const nothing = '\\N'

function valueText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return special.test(value) ? value.replaceAll(specials, escaped) : value
    case 'number':
      return Number.isFinite(value) ? String(value) : nothing
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'undefined':
      return nothing
    default:
      if (value === null) return nothing
      if (Array.isArray(value)) return `[${value.map(itemText).join(',')}]`
      if (typeof value === 'object') return `{${Object.entries(value).map((entry) => entry.map(itemText).join(':'))}}`
      throw new TypeError(
        `a column cannot hold ${String(value)}; expected a text, a number, a truth value, null or a list of these`,
      )
  }
}

const special = /[\\\t\n\r\b\f\0]/
const specials = /[\\\t\n\r\b\f\0]/g
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\0': '\\0',
}
const escaped = (character: string): string => escapes[character] as string

/** Texts within lists and maps stand in quotes. */
const itemText = (value: unknown): string =>
  typeof value === 'string' ? `'${valueText(value).replaceAll("'", "\\'")}'` : valueText(value)
