/** Nothing to draw: why, and what would bring something. */
import type { TrendAnswer } from '@ringside/contract'
import { metricTitles } from '../../../words/src/metric-title.ts'
import { Empty } from '../parts/states.tsx'
import { rangeOf, ranges, type TrendAddress } from './trend-address.ts'

export interface NoTrendsProps {
  readonly answer: TrendAnswer
  readonly address: TrendAddress
  readonly onChange: (changes: TrendAddress) => void
}

export function NoTrends({ answer: { measured, metric }, address, onChange }: NoTrendsProps) {
  const [other] = measured
  if (other !== undefined) {
    return (
      <Empty>
        <p>
          These runs have not measured {metricTitles[metric]}, but {measured.map((name) => metricTitles[name]).join(', ')}.
        </p>
        <button type="button" onClick={() => onChange({ metric: other })}>
          Show {metricTitles[other]}
        </button>
      </Empty>
    )
  }
  const range = rangeOf(address)
  const filters = (['suite', 'label', 'backend', 'host', 'point'] as const).filter((name) => address[name])
  return (
    <Empty>
      <p>
        No run {filters.length > 0 ? 'like that ' : ''}has ended {range === 'all' ? 'here yet' : `in the ${ranges[range].title}`}.
      </p>
      <p class="links">
        {range !== 'all' && (
          <button type="button" onClick={() => onChange({ range: 'all', from: '', to: '' })}>
            Show all time
          </button>
        )}
        {filters.length > 0 && <a href="/trends">All trends</a>}
      </p>
      <p>
        Trends are made by running the same suite again and again: give it a <code>schedule</code>, or:{' '}
        <code>ringside run bench/suites/demo.yaml</code>
      </p>
    </Empty>
  )
}
