/** A row for each point and metric; the one that is open has under it what it is made of. */
import type { SetRow } from '@ringside/contract'
import { Fragment } from 'preact'
import { setSideNames } from '../../../../views/src/set-matchups.ts'
import { VerdictWords } from '../../../../views/src/verdict-table.tsx'
import { formatInterval, formatQuantity, formatRatio } from '../../../../words/src/quantity.ts'
import { sampleWords } from '../../../../words/src/sentence.ts'
import { Empty } from '../../parts/states.tsx'
import { useRows } from '../../parts/use-rows.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { OpenRow } from './open-row.tsx'
import { type CompareView, compareAddress } from './view.ts'

export interface RowTableProps {
  readonly rows: readonly SetRow[]
  readonly view: CompareView & { readonly a: string }
  readonly onChange: (changes: Partial<CompareView>) => void
}

/** Rows beyond this are not drawn: nobody reads them, and the filter finds them. */
const mostRows = 400

const head = ['point', 'A', 'B', 'ratio', '95 % interval', 'samples', 'verdict'] as const

export function RowTable({ rows, view, onChange }: RowTableProps) {
  const body = useRows()
  useShortcuts({ Escape: view.row === undefined ? undefined : () => onChange({ row: undefined }) })
  if (rows.length === 0) {
    return (
      <Empty>
        No row has all these words.{' '}
        <button type="button" onClick={() => onChange({ words: '', metric: undefined })}>
          All rows
        </button>
      </Empty>
    )
  }
  return (
    <>
      <table class="rows comparison">
        <caption>Medians compared. Open a row for percentiles, trials, environments and the slowest packets</caption>
        <thead>
          <tr>
            {head.map((title, i) => (
              <th key={title} scope="col" class={i > 0 && i < 6 ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.slice(0, mostRows).map((row) => (
            <Fragment key={row.key}>
              <Row row={row} view={view} onChange={onChange} />
              {row.key === view.row && (
                <tr class="opened">
                  <td colSpan={head.length}>
                    <OpenRow row={row} sets={{ a: view.a, b: view.b }} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      {rows.length > mostRows && (
        <p class="soft">
          The first {mostRows} of {rows.length} rows. The filter above finds the others.
        </p>
      )}
    </>
  )
}

function Row({ row, view, onChange }: Omit<RowTableProps, 'rows'> & { row: SetRow }) {
  const { key, comparison } = row
  const { label, unit, a, b, ratio, interval } = comparison
  const open = key === view.row
  const next = { row: open ? undefined : key }
  // Where one is on the page stays where it is: a row opens in its place.
  const toggle = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
    onChange(next)
  }
  const [nameA, nameB] = setSideNames(comparison)
  return (
    <tr>
      <td data-label="point">
        <a href={compareAddress({ ...view, ...next })} aria-expanded={open} onClick={toggle}>
          {label}
        </a>
        <span class="soft shape">{shapeWords(row)}</span>
      </td>
      <td data-label="A" class="number">
        <Side name={nameA} value={formatQuantity(a.median, unit)} />
      </td>
      <td data-label="B" class="number">
        <Side name={nameB} value={formatQuantity(b.median, unit)} />
      </td>
      <td data-label="ratio" class="number fixed">
        {formatRatio(ratio)}
      </td>
      <td data-label="95 % interval" class="number fixed">
        {formatInterval(interval)}
      </td>
      <td data-label="samples" class="number">
        {sampleWords(comparison)}
      </td>
      <td data-label="verdict">
        <VerdictWords comparison={comparison} />
      </td>
    </tr>
  )
}

function Side({ name, value }: { name: string; value: string }) {
  return (
    <span>
      <span class="fixed">{value}</span> <span class="soft side-name">{name}</span>
    </span>
  )
}

/** `split ring 256, 1 queue`. */
const shapeWords = ({ point: { ring, ringSize, queues } }: SetRow): string =>
  `${ring} ring ${ringSize}, ${queues} ${queues === 1 ? 'queue pair' : 'queue pairs'}`
