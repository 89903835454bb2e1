/** Dark or light: what the system says, unless the reader has said otherwise. */

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const key = 'ringside.theme'
const darkness = matchMedia('(prefers-color-scheme: dark)')
/** Told on `document` when colours have changed, for what draws them itself. */
export const themeChanged = 'ringside:theme'

export const chosenTheme = (): Theme => themes.find((theme) => theme === localStorage.getItem(key)) ?? 'system'

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(key, theme)
  apply()
}

/** From now on the page has the theme that is chosen, also when the system changes its own. */
export function followTheme(): void {
  darkness.addEventListener('change', apply)
  apply()
}

function apply(): void {
  const theme = chosenTheme()
  document.documentElement.dataset.theme = theme === 'system' ? (darkness.matches ? 'dark' : 'light') : theme
  document.dispatchEvent(new Event(themeChanged))
}
