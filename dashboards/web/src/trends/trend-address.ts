/** What of the trends is asked for and shown, as the address has it. */
import type { AlertMetric } from '@ringside/contract'
import { useLocation } from 'preact-iso'
import { metricTitles } from '../../../words/src/metric-title.ts'

/** Of the time that runs are asked for. */
export const ranges = {
  '7d': { title: 'last 7 days', days: 7 },
  '30d': { title: 'last 30 days', days: 30 },
  '90d': { title: 'last 90 days', days: 90 },
  '1y': { title: 'last year', days: 365 },
  all: { title: 'all time', days: undefined },
} as const
export type Range = keyof typeof ranges

const defaults = { metric: 'latency_ns_p99', range: '90d' } as const
const names = ['metric', 'range', 'suite', 'label', 'backend', 'host', 'point', 'limit', 'from', 'to', 'a', 'b'] as const

export type TrendAddress = Partial<Record<(typeof names)[number], string>>

/** The address, and how to go to one that differs by `changes`; what is '' or undefined is left out. */
export function useTrendAddress(): readonly [
  TrendAddress,
  (changes: { [Name in keyof TrendAddress]?: string | undefined }) => void,
] {
  const { query, route } = useLocation()
  const address: TrendAddress = Object.fromEntries(names.flatMap((name) => (query[name] ? [[name, query[name]]] : [])))
  const change = (changes: { [Name in keyof TrendAddress]?: string | undefined }) => {
    const next = Object.entries({ ...address, ...changes }).filter(
      ([name, value]) => value && value !== (defaults as Readonly<Record<string, string>>)[name],
    )
    route(`/trends${next.length > 0 ? `?${new URLSearchParams(next as [string, string][])}` : ''}`, true)
  }
  return [address, change]
}

export const metricOf = ({ metric }: TrendAddress): AlertMetric =>
  metric !== undefined && Object.hasOwn(metricTitles, metric) ? (metric as AlertMetric) : defaults.metric

export const rangeOf = ({ range }: TrendAddress): Range =>
  range !== undefined && Object.hasOwn(ranges, range) ? (range as Range) : defaults.range

const hourMs = 3_600_000

/** The query of `/api/v1/trends`. What is asked for within an hour is the same question. */
export function trendQuery(address: TrendAddress, nowMs: number): Record<string, string> {
  const { suite, label, backend, host, point, limit } = address
  const { days } = ranges[rangeOf(address)]
  const sinceMs = days === undefined ? undefined : Math.floor(nowMs / hourMs) * hourMs - days * 24 * hourMs
  const asked = { suite, label, backend, host, point, limit }
  return {
    metric: metricOf(address),
    ...(Object.fromEntries(Object.entries(asked).filter(([, value]) => value)) as Record<string, string>),
    ...(sinceMs === undefined ? {} : { since: new Date(sinceMs).toISOString() }),
  }
}

/** The part of the time that is looked at, Unix ms; undefined where that is all of it. */
export function zoomOf({ from, to }: TrendAddress): readonly [number, number] | undefined {
  const [fromMs, toMs] = [Date.parse(from ?? ''), Date.parse(to ?? '')]
  return fromMs < toMs ? [fromMs, toMs] : undefined
}
