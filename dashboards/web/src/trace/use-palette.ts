/** The colours of the page, anew when they change. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { themeChanged } from '../shell/theme.ts'
import { type ColorOf, colorsOf, currentPalette, type Palette } from './palette.ts'

export function usePalette(backends: readonly string[]): { readonly palette: Palette; readonly colorOf: ColorOf } {
  const [palette, setPalette] = useState(currentPalette)
  useEffect(() => {
    const read = () => setPalette(currentPalette())
    document.addEventListener(themeChanged, read)
    return () => document.removeEventListener(themeChanged, read)
  }, [])
  return useMemo(() => ({ palette, colorOf: colorsOf(palette, backends) }), [palette, backends])
}
