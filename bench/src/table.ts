/** Results for people. */
import type { BenchResult } from './result.ts'

const unitsOf = (results: readonly BenchResult[]): Set<string> => new Set(results.map(({ unit }) => unit))

/** In millions, where all figures of the bench are of one kind and one of them is that large. */
const inMillions = (results: readonly BenchResult[]): boolean =>
  unitsOf(results).size === 1 && results.some(({ ours, peer }) => Math.max(ours, peer) >= 1e5)

/** What the figures of a table are in; several units stand in a column of their own. */
export const unitOf = (results: readonly BenchResult[]): string => {
  const unit = [...unitsOf(results)].join(', ')
  return inMillions(results) ? `million ${unit}` : unit
}

const ratioText = (value: number): string => value.toFixed(2)

interface Column {
  readonly title: string
  readonly left?: true
  cell(result: BenchResult): string
}

/** `scale`: what a figure of 1 in the table stands for. */
const columnsFor = (scale: number, severalUnits: boolean): readonly Column[] => [
  { title: 'case', left: true, cell: (result) => result.case },
  ...(severalUnits ? [{ title: 'unit', left: true, cell: (result: BenchResult) => result.unit } as const] : []),
  { title: 'ours', cell: (result) => (result.ours / scale).toFixed(2) },
  { title: 'peer', cell: (result) => (result.peer / scale).toFixed(2) },
  { title: 'ratio', cell: (result) => ratioText(result.ratio) },
  { title: 'half of the pairs', cell: ({ spread }) => `${ratioText(spread.p25)} to ${ratioText(spread.p75)}` },
  { title: 'all', cell: ({ spread }) => `${ratioText(spread.min)} to ${ratioText(spread.max)}` },
  { title: 'pairs', cell: ({ samples }) => String(samples) },
  { title: 'best peer', left: true, cell: ({ peerName }) => peerName },
]

/** A head and one line a result, with aligned columns. */
export function table(results: readonly BenchResult[]): string {
  const columns = columnsFor(inMillions(results) ? 1e6 : 1, unitsOf(results).size > 1)
  const rows = [columns.map(({ title }) => title), ...results.map((result) => columns.map(({ cell }) => cell(result)))]
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const lines = rows.map((row) =>
    columns.map(({ left }, i) => (left ? row[i]?.padEnd(widths[i] ?? 0) : row[i]?.padStart(widths[i] ?? 0))).join('   '),
  )
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}
