/** Results for people. */
import type { BenchResult } from './result.ts'

/** Figures of a bench are shown in millions. */
const million = (value: number): string => (value / 1e6).toFixed(2)
const ratioText = (value: number): string => value.toFixed(2)

const columns: readonly { readonly title: string; readonly left?: true; cell(result: BenchResult): string }[] = [
  { title: 'case', left: true, cell: (result) => result.case },
  { title: 'ours', cell: (result) => million(result.ours) },
  { title: 'peer', cell: (result) => million(result.peer) },
  { title: 'ratio', cell: (result) => ratioText(result.ratio) },
  { title: 'half of the pairs', cell: ({ spread }) => `${ratioText(spread.p25)} to ${ratioText(spread.p75)}` },
  { title: 'all', cell: ({ spread }) => `${ratioText(spread.min)} to ${ratioText(spread.max)}` },
  { title: 'pairs', cell: ({ samples }) => String(samples) },
  { title: 'best peer', left: true, cell: ({ peerName }) => peerName },
]

/** A head and one line a result, with aligned columns. */
export function table(results: readonly BenchResult[]): string {
  const rows = [columns.map(({ title }) => title), ...results.map((result) => columns.map(({ cell }) => cell(result)))]
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const lines = rows.map((row) =>
    columns.map(({ left }, i) => (left ? row[i]?.padEnd(widths[i] ?? 0) : row[i]?.padStart(widths[i] ?? 0))).join('   '),
  )
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}
