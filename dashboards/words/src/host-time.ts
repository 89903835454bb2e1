/** Times that a host is busy, from milliseconds to weeks. */
import { formatQuantity } from './quantity.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** `21.6 s`, `43 min`, `3.4 h`, `12.5 days`: a unit is used from twice its length on. */
export function formatHostTime(ms: number): string {
  if (ms >= 2 * dayMs) return `${(ms / dayMs).toFixed(1)} days`
  if (ms >= 2 * hourMs) return `${(ms / hourMs).toFixed(1)} h`
  if (ms >= 2 * minuteMs) return `${Math.round(ms / minuteMs)} min`
  return formatQuantity(ms * 1e6, 'ns')
}
