/** Values as small bars in a line of text, on a scale that all lines of a page share. */

const barWidth = 4
const gap = 1
const height = 18

export interface SparklineProps {
  /** From zero. */
  readonly values: readonly number[]
  /** Where a bar is full. */
  readonly most: number
  /** The same in words. */
  readonly label: string
}

export function Sparkline({ values, most, label }: SparklineProps) {
  const width = Math.max(1, values.length * (barWidth + gap) - gap)
  return (
    <svg class="sparkline" role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      {values.map((value, i) => {
        const tall = Math.max(1, Math.min(1, value / most) * height)
        return (
          <rect
            key={i}
            x={i * (barWidth + gap)}
            y={height - tall}
            width={barWidth}
            height={tall}
            class={value > most ? 'over' : ''}
          />
        )
      })}
    </svg>
  )
}
