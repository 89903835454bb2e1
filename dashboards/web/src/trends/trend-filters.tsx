/** What trends are asked for. */
import { useRef } from 'preact/hooks'
import { metricTitles } from '../../../words/src/metric-title.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { metricOf, rangeOf, ranges, type TrendAddress } from './trend-address.ts'

const words = ['suite', 'label', 'backend', 'host'] as const

export function TrendFilters({ address, onChange }: { address: TrendAddress; onChange: (changes: TrendAddress) => void }) {
  const first = useRef<HTMLInputElement>(null)
  useShortcuts({ '/': () => first.current?.focus() })
  return (
    <search class="filters">
      <label>
        metric
        <select value={metricOf(address)} onChange={({ currentTarget: { value } }) => onChange({ metric: value })}>
          {Object.entries(metricTitles).map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label>
        time
        <select
          value={rangeOf(address)}
          onChange={({ currentTarget: { value } }) => onChange({ range: value, from: '', to: '' })}
        >
          {Object.entries(ranges).map(([name, { title }]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {words.map((name, i) => (
        <label key={name}>
          {name}
          <input
            ref={i === 0 ? first : null}
            type="search"
            value={address[name] ?? ''}
            placeholder="any"
            onChange={({ currentTarget: { value } }) => onChange({ [name]: value.trim() })}
          />
        </label>
      ))}
    </search>
  )
}
