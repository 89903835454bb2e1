/** Latency by percentile: the curves, and the percentiles that people name. */
import type { LatencyProfile } from '@ringside/contract'
import { useContext } from 'preact/hooks'
import { percentilePlot } from '../../plots/src/percentile-plot.ts'
import type { Series } from '../../plots/src/theme.ts'
import { formatCount, formatQuantity } from '../../words/src/quantity.ts'
import { DataTable } from './data-table.tsx'
import { FigureContext } from './figure.ts'

export interface PercentilesProps {
  readonly title: string
  readonly profiles: readonly LatencyProfile[]
  readonly seriesOf: (name: string) => Series
  readonly nameOf?: (profile: LatencyProfile) => string
  /** What was merged. */
  readonly merged?: string
}

export function Percentiles({ title, profiles, seriesOf, nameOf = backendOf, merged = 'all trials' }: PercentilesProps) {
  const Figure = useContext(FigureContext)
  const rows = profiles.map((profile) => {
    const { p50, p90, p99, p999, max } = profile.percentiles
    return [nameOf(profile), ...[p50, p90, p99, p999, max].map((ns) => formatQuantity(ns, 'ns')), formatCount(profile.count)]
  })
  return (
    <>
      <Figure plot={percentilePlot(profiles, { title, seriesOf, nameOf })}>
        From the intended send time of each packet. The histograms of {merged} are merged; percentiles are not averaged.
      </Figure>
      <DataTable
        caption="All trials of a backend together"
        head={['backend', 'p50', 'p90', 'p99', 'p99.9', 'max', 'packets']}
        rows={rows}
      />
    </>
  )
}

const backendOf = ({ backend }: LatencyProfile): string => backend
