/** Backends with their colours and dashes. */
import { useEffect, useState } from 'preact/hooks'
import { colorOf, dashOf, type Series } from '../../../plots/src/index.ts'
import { themeChanged } from '../shell/theme.ts'
import { pageTheme } from './plot-figure.tsx'

export function Legend({ series }: { series: readonly Series[] }) {
  const [theme, setTheme] = useState(pageTheme)
  useEffect(() => {
    const follow = () => setTheme(pageTheme())
    document.addEventListener(themeChanged, follow)
    return () => document.removeEventListener(themeChanged, follow)
  }, [])
  return (
    <ul class="legend">
      {series.map((each) => {
        const dash = dashOf(each)
        return (
          <li key={each.name}>
            <svg width="28" height="10" aria-hidden="true">
              <line
                x1="0"
                x2="28"
                y1="5"
                y2="5"
                stroke={colorOf(each, theme)}
                stroke-width="2.5"
                stroke-dasharray={dash === 'solid' ? undefined : dash.join(' ')}
              />
            </svg>{' '}
            {each.name}
          </li>
        )
      })}
    </ul>
  )
}
