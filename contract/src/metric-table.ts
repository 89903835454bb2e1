/** The metrics by name, without schemas: pages load it and nothing else of the contract. */
import type { Workload } from './workload.ts'

export type MetricName = (typeof metricNames)[number]

export type Better = 'higher' | 'lower'

export interface Metric {
  readonly name: MetricName
  /** UCUM-like unit: `pps`, `bit/s`, `ns`. */
  readonly unit: 'pps' | 'bit/s' | 'ns'
  readonly better: Better
  /** For people: `latency p99`. */
  readonly title: string
}

export const metricNames = [
  'throughput_pps',
  'throughput_bps',
  'latency_ns_min',
  'latency_ns_p50',
  'latency_ns_p90',
  'latency_ns_p99',
  'latency_ns_p999',
  'latency_ns_max',
] as const
export const metrics: Readonly<Record<MetricName, Metric>> = {
  throughput_pps: { name: 'throughput_pps', unit: 'pps', better: 'higher', title: 'throughput' },
  throughput_bps: { name: 'throughput_bps', unit: 'bit/s', better: 'higher', title: 'bit rate' },
  latency_ns_min: { name: 'latency_ns_min', unit: 'ns', better: 'lower', title: 'latency min' },
  latency_ns_p50: { name: 'latency_ns_p50', unit: 'ns', better: 'lower', title: 'latency p50' },
  latency_ns_p90: { name: 'latency_ns_p90', unit: 'ns', better: 'lower', title: 'latency p90' },
  latency_ns_p99: { name: 'latency_ns_p99', unit: 'ns', better: 'lower', title: 'latency p99' },
  latency_ns_p999: { name: 'latency_ns_p999', unit: 'ns', better: 'lower', title: 'latency p99.9' },
  latency_ns_max: { name: 'latency_ns_max', unit: 'ns', better: 'lower', title: 'latency max' },
}

/** The metrics two backends are judged by, per kind of workload. */
export const judgedMetrics: Readonly<Record<Workload['kind'], readonly MetricName[]>> = {
  throughput: ['throughput_pps'],
  latency: ['latency_ns_p50', 'latency_ns_p99'],
  pingpong: ['latency_ns_p50', 'latency_ns_p99'],
}
