/** The metrics a trial can yield. A metric's name ends with its unit and percentile, as its column does. */
import { type TNumber, Type } from 'typebox'
import { metricNames, type MetricName as Name } from './metric-table.ts'

export { type Better, judgedMetrics, type Metric, metricNames, metrics } from './metric-table.ts'

export const MetricName = Type.Enum([...metricNames], { title: 'MetricName' })
export type MetricName = Name

/** What a trial can yield, each in the unit its name ends with. */
export const Metrics = Type.Partial(
  Type.Object(Object.fromEntries(metricNames.map((name) => [name, Type.Number()])) as Record<MetricName, TNumber>),
  { title: 'Metrics' },
)
