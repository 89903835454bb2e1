/** Titles of what alerts and trends are about, without the contract's schemas. */
import type { AlertMetric } from '@ringside/contract'
import { type MetricName, metricNames, metrics } from '@ringside/contract/metrics'

const ofMetrics = Object.fromEntries(metricNames.map((name) => [name, metrics[name].title])) as Record<MetricName, string>

/** For people: `latency p99`. */
export const metricTitles: Readonly<Record<AlertMetric, string>> = { ...ofMetrics, loss_ratio: 'loss' }
