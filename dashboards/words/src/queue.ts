/** Queues and their counts in words. */
import type { QueueDrops, QueueResult } from '@ringside/contract'
import { batchBuckets, batchStart } from '@ringside/contract/queue-totals'
import { formatCount } from './quantity.ts'

/** `1 tx`. */
export const queueName = ({ index, role }: Pick<QueueResult, 'index' | 'role'>): string => `${index} ${role}`

const causes: Readonly<Record<keyof QueueDrops, string>> = {
  noBuffer: 'no buffer',
  tooLong: 'too long',
  fault: 'injected',
  broken: 'queue broken',
}

/** `12 no buffer, 3 injected`, or `0`. */
export function dropWords(drops: QueueDrops): string {
  const words = (Object.keys(causes) as (keyof QueueDrops)[]).flatMap((cause) =>
    drops[cause] > 0 ? [`${formatCount(drops[cause])} ${causes[cause]}`] : [],
  )
  return words.join(', ') || '0'
}

/** Packets of the batches in a bucket: `1`, `2 to 3`, `4 to 7`, and `32,768 or more` in the last. */
export function batchWords(bucket: number): string {
  const start = batchStart(bucket)
  if (bucket === 0) return '1'
  return bucket === batchBuckets - 1 ? `${formatCount(start)} or more` : `${formatCount(start)} to ${formatCount(2 * start - 1)}`
}
