/** Medians compared: each with its ratio, interval, sample count, and the verdict in words. */
import type { Comparison } from '@ringside/contract'
import { metrics } from '@ringside/contract/metrics'
import { formatInterval, formatQuantity, formatRatio } from '../../words/src/quantity.ts'
import { remedyWords, sampleWords, sideNames } from '../../words/src/sentence.ts'
import { DataTable } from './data-table.tsx'

const head = ['metric', 'median', 'against', 'ratio', '95 % interval', 'p', 'samples', 'verdict']

export interface VerdictTableProps {
  readonly comparisons: readonly Comparison[]
  /** Of the two sides; default: their backends, with the run where these are alike. */
  readonly namesOf?: (comparison: Comparison) => readonly [string, string]
  /** The table is of several points: each row says which. */
  readonly whole?: boolean
}

export function VerdictTable({ comparisons, namesOf = sideNames, whole = false }: VerdictTableProps) {
  const rows = comparisons.map((comparison) => {
    const [a, b] = namesOf(comparison)
    const { metric, ratio, interval, pValue, unit } = comparison
    return [
      whole ? comparison.label : metrics[metric].title,
      <Side key="a" name={a} median={comparison.a.median} unit={unit} />,
      <Side key="b" name={b} median={comparison.b.median} unit={unit} />,
      formatRatio(ratio),
      formatInterval(interval),
      pValue < 0.001 ? '< 0.001' : pValue.toFixed(3),
      sampleWords(comparison),
      <VerdictWords key="verdict" comparison={comparison} />,
    ]
  })
  return <DataTable caption="Medians compared" head={head} rows={rows} />
}

function Side({ name, median, unit }: { name: string; median: number; unit: string }) {
  return (
    <span>
      {name} <span class="fixed">{formatQuantity(median, unit)}</span>
    </span>
  )
}

/** The verdict, and what would turn "can't tell" into an answer. */
export function VerdictWords({ comparison }: { comparison: Comparison }) {
  const decided = comparison.verdict === 'faster' || comparison.verdict === 'slower'
  return (
    <span>
      {decided ? <strong>{comparison.verdict}</strong> : <span class="soft">{comparison.verdict}</span>}
      {remedyWords(comparison).map((words) => (
        <span key={words} class="soft remedy">
          {words}
        </span>
      ))}
    </span>
  )
}
