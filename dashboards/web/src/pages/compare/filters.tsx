/** Which rows: by words, by metric; and their order. */
import type { SetRow } from '@ringside/contract'
import { metricNames, metrics } from '@ringside/contract/metrics'
import { type CompareView, orders } from './view.ts'

export interface FiltersProps {
  readonly view: CompareView
  readonly rows: readonly SetRow[]
  readonly shown: number
  readonly onChange: (changes: Partial<CompareView>) => void
}

export function Filters({ view, rows, shown, onChange }: FiltersProps) {
  const present = metricNames.filter((name) => rows.some(({ comparison }) => comparison.metric === name))
  return (
    <search class="filters">
      <label>
        frame, ring, backend, verdict
        <input
          type="search"
          value={view.words}
          placeholder="any"
          onChange={({ currentTarget: { value } }) => onChange({ words: value.trim() })}
        />
      </label>
      {present.length > 1 && (
        <label>
          metric
          <select
            value={view.metric ?? ''}
            onChange={({ currentTarget: { value } }) => onChange({ metric: present.find((name) => name === value) })}
          >
            <option value="">any</option>
            {present.map((name) => (
              <option key={name} value={name}>
                {metrics[name].title}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        order
        <select
          value={view.order}
          onChange={({ currentTarget: { value } }) => onChange({ order: orders.find((each) => each === value) ?? 'difference' })}
        >
          <option value="difference">largest difference first</option>
          <option value="suite">as in the suite</option>
        </select>
      </label>
      <span class="soft" role="status">
        {shown < rows.length ? `${shown} of ${rows.length} rows` : `${rows.length} rows`}
      </span>
    </search>
  )
}
