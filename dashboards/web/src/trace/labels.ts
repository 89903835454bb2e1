/** What rows are called. */
import type { FoldedDoorbells, TraceSpan } from '@ringside/contract'
import { attributes, spanNames } from '@ringside/contract/span'
import { formatCount, formatQuantity } from '../../../words/src/quantity.ts'
import type { DoorbellNode } from '../../../words/src/trace-tree.ts'
import type { Row } from './rows.ts'

export interface Label {
  readonly title: string
  /** How long, or how many. */
  readonly figure: string
  /** Lines below the title, where there is room. */
  readonly more: readonly string[]
}

export function labelOf(row: Row): Label {
  if (row.kind === 'span')
    return { title: titleOf(row.node.span), figure: formatQuantity(row.node.span.durationNs, 'ns'), more: [] }
  if (row.kind === 'bells') return bellsLabel(row.lanes)
  if (row.kind === 'lane') return laneLabel(row.node.doorbells)
  const spans = row.node.nodes.map(({ span }) => span)
  const slowest = spans.reduce((most, { durationNs }) => Math.max(most, durationNs), 0)
  const [first] = spans
  const backend = first?.attributes[attributes.backend]
  const title = `${formatCount(spans.length)} more ${first?.name ?? ''}${backend === undefined ? '' : ` ${backend}`}`
  return { title, figure: `≤ ${formatQuantity(slowest, 'ns')}`, more: [] }
}

function bellsLabel(lanes: readonly DoorbellNode[]): Label {
  const total = (name: string) => lanes.reduce((sum, { doorbells }) => sum + (doorbells.name === name ? doorbells.count : 0), 0)
  const [kicks, calls] = [total(spanNames.doorbellKick), total(spanNames.doorbellCall)]
  const unobserved = lanes.reduce((sum, { doorbells }) => sum + doorbells.unobserved, 0)
  const more = [`▲ ${formatCount(kicks)} kicks, ▼ ${formatCount(calls)} calls`]
  return {
    title: 'doorbells',
    figure: formatCount(kicks + calls),
    more: unobserved > 0 ? [`${more[0]}, ${formatCount(unobserved)} unobserved`] : more,
  }
}

function laneLabel(fold: FoldedDoorbells): Label {
  const { count, durationNsP50, durationNsP99, durationNsMax, batchMean, unobserved } = fold
  const rate = [formatQuantity(rateOf(fold), '/s'), `batch ${batchMean < 10 ? batchMean.toFixed(1) : batchMean.toFixed(0)}`]
  return {
    title: laneTitle(fold),
    figure: `${formatCount(count)} x`,
    more: [
      [...rate, ...(unobserved > 0 ? [`${formatCount(unobserved)} unobserved`] : [])].join(', '),
      `p50 ${formatQuantity(durationNsP50, 'ns')}, p99 ${formatQuantity(durationNsP99, 'ns')}`,
      `max ${formatQuantity(durationNsMax, 'ns')}`,
    ],
  }
}

/** `kick q0 mmio`. */
export const laneTitle = ({ name, queue, method }: Pick<FoldedDoorbells, 'name' | 'queue' | 'method'>): string =>
  `${name.replace('doorbell.', '')} q${queue} ${method}`.trim()

/** A second, from the first to the last. */
export function rateOf({ count, startUnixNs, endUnixNs }: FoldedDoorbells): number {
  const seconds = Number(BigInt(endUnixNs) - BigInt(startUnixNs)) / 1e9
  return seconds > 0 ? count / seconds : 0
}

/** `trial 3 mapped`, `VHOST_SET_VRING_NUM index=0 num=256`, `✕ VFIO_IOMMU_MAP_DMA ENOMEM size=0x4000000`. */
export function titleOf({ name, error, attributes: values }: TraceSpan): string {
  const trial = values[attributes.trialIndex]
  const own =
    name === spanNames.trial ? [trial === undefined ? '' : String(Number(trial) + 1), values[attributes.backend] ?? ''] : []
  const args = Object.entries(values)
    .filter(([key]) => key.startsWith(attributes.ioctlArgPrefix))
    .map(([key, value]) => `${key.slice(attributes.ioctlArgPrefix.length)}=${shortened(value)}`)
  return [error ? '✕' : '', name, ...own, values[attributes.errorType] ?? '', ...args].filter((word) => word !== '').join(' ')
}

/** Leading zeros of hex numbers say nothing; of a long value the start is enough to recognise it. */
function shortened(value: string): string {
  const short = value.replace(/^0x0+(?=[0-9a-f])/i, '0x')
  return short.length > 18 ? `${short.slice(0, 17)}…` : short
}
