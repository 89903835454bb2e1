/** Names with their colours, markers and dashes. */
import { dashOf, markerPath, type Series } from '../../plots/src/theme.ts'

export function Legend({ series }: { series: readonly Series[] }) {
  return (
    <p class="legend">
      {series.map((each) => (
        <span key={each.name}>
          <Key series={each} /> {each.name}
        </span>
      ))}
    </p>
  )
}

function Key({ series }: { series: Series }) {
  const dash = dashOf(series)
  const color = `var(--s${series.slot})`
  return (
    <svg viewBox="0 0 28 14" width="28" height="14" aria-hidden="true">
      <line
        x1="1"
        x2="27"
        y1="7"
        y2="7"
        stroke={color}
        stroke-width="2.2"
        stroke-dasharray={dash === 'solid' ? undefined : dash.join(' ')}
      />
      <path d={markerPath(series, 4)} transform="translate(14 7)" fill={color} />
    </svg>
  )
}
