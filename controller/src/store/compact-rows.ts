/** Rows with the names of their columns said once: half the text of rows that each name them, to write and to read. */

export interface CompactRows {
  readonly columns: readonly string[]
  /** ClickHouse's JSONCompactEachRow. What a row does not have is null, which stands for a column's default. */
  readonly text: string
}

export function compactRows(rows: readonly object[]): CompactRows {
  const columns = columnsOf(rows)
  const line = (row: object) => JSON.stringify(columns.map((column) => (row as Record<string, unknown>)[column] ?? null))
  return { columns, text: rows.map(line).join('\n') }
}

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
