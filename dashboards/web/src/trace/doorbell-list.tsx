/** Doorbells in order of time, each by its time from something. */
import type { TraceSpan } from '@ringside/contract'
import { attributes } from '@ringside/contract/span'
import { formatQuantity } from '../../../words/src/quantity.ts'
import { GoTo } from './go-to.tsx'
import { offsetWords } from './time.ts'
import type { View } from './use-view.ts'

interface DoorbellListProps {
  readonly view: View
  readonly doorbells: readonly TraceSpan[]
  /** Unix ns. */
  readonly from: string
  readonly current?: string
  readonly caption: string
}

export function DoorbellList({ view, doorbells, from, current, caption }: DoorbellListProps) {
  return (
    <table class="bell-list">
      <caption>{caption}</caption>
      <tbody>
        {doorbells.map(({ spanId, name, startUnixNs, durationNs, attributes: values }) => {
          const words = `${name.replace('doorbell.', '')} q${values[attributes.queueIndex] ?? '?'}`
          return (
            <tr key={spanId} aria-current={spanId === current ? 'true' : undefined}>
              <td class="number">{offsetWords(Number(BigInt(startUnixNs) - BigInt(from)))}</td>
              <td>{spanId === current ? <strong>{words}</strong> : <GoTo view={view} to={spanId} children={words} />}</td>
              <td class="number">{formatQuantity(durationNs, 'ns')}</td>
              <td>
                {values[attributes.doorbellBatch] && `batch ${values[attributes.doorbellBatch]}`}
                {values[attributes.doorbellObserved] === 'false' && ' unobserved'}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
