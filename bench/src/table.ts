/** Results for people. */
import type { BenchResult } from './result.ts'

/** In millions, where a figure of the bench is that large. */
const inMillions = (results: readonly BenchResult[]): boolean => results.some(({ ours, peer }) => Math.max(ours, peer) >= 1e5)

/** What the figures of a table are in. */
export const unitOf = (results: readonly BenchResult[], unit: string): string => (inMillions(results) ? `million ${unit}` : unit)

const ratioText = (value: number): string => value.toFixed(2)

interface Column {
  readonly title: string
  readonly left?: true
  cell(result: BenchResult): string
}

/** `scale`: what a figure of 1 in the table stands for. */
const columnsFor = (scale: number): readonly Column[] => [
  { title: 'case', left: true, cell: (result) => result.case },
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
  const columns = columnsFor(inMillions(results) ? 1e6 : 1)
  const rows = [columns.map(({ title }) => title), ...results.map((result) => columns.map(({ cell }) => cell(result)))]
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const lines = rows.map((row) =>
    columns.map(({ left }, i) => (left ? row[i]?.padEnd(widths[i] ?? 0) : row[i]?.padStart(widths[i] ?? 0))).join('   '),
  )
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}
