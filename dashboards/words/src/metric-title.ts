/** Titles of metrics, for what cannot load the contract's schemas. */
import type { AlertMetric } from '@ringside/contract'

/** As `metrics` of the contract has them, in the order in which people choose. */
export const metricTitles: Readonly<Record<AlertMetric, string>> = {
  latency_ns_p50: 'latency p50',
  latency_ns_p90: 'latency p90',
  latency_ns_p99: 'latency p99',
  latency_ns_p999: 'latency p99.9',
  latency_ns_min: 'latency min',
  latency_ns_max: 'latency max',
  throughput_pps: 'throughput',
  throughput_bps: 'bit rate',
  loss_ratio: 'loss',
}
