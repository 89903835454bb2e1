/** What is around every page: where one is, where one can go, and the keys. */
import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { KeyHelp } from './key-help.tsx'
import { places } from './places.ts'
import { useShortcuts } from './shortcuts.ts'
import { chooseTheme, chosenTheme, themes } from './theme.ts'

export function Shell({ children }: { children: ComponentChildren }) {
  const { path, route } = useLocation()
  const [helping, setHelping] = useState(false)
  useShortcuts({
    '?': () => setHelping((shown) => !shown),
    Escape: () => setHelping(false),
    ...Object.fromEntries(places.map(({ keys, path: to }) => [keys, () => route(to)])),
  })
  const content = useRef<HTMLElement>(null)
  useReadFromTop(path, content)
  const current = (to: string) => path === to || path.startsWith(`${to}/`) || (to === '/runs' && path === '/')
  return (
    <>
      <a class="skip" href="#content">
        To the content
      </a>
      <header class="bar">
        <a class="brand" href="/">
          Ringside
        </a>
        <nav aria-label="Pages">
          {places.map(({ path: to, name }) => (
            <a key={to} href={to} aria-current={current(to) ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <ThemeChoice />
        <button type="button" class="quiet" onClick={() => setHelping(true)} aria-label="Keys">
          ?
        </button>
      </header>
      <main id="content" ref={content} tabIndex={-1}>
        {children}
      </main>
      {helping && <KeyHelp onClose={() => setHelping(false)} />}
    </>
  )
}

/** Another page is read from its beginning, also by who listens; the first one is where the browser puts it. */
function useReadFromTop(path: string, content: RefObject<HTMLElement | null>): void {
  const before = useRef(path)
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    scrollTo(0, 0)
    content.current?.focus({ preventScroll: true })
  }, [path, content])
}

function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme())
  return (
    <select
      class="quiet"
      aria-label="Colours"
      value={theme}
      onChange={({ currentTarget: { value } }) => {
        const chosen = themes.find((each) => each === value) ?? 'system'
        chooseTheme(chosen)
        setTheme(chosen)
      }}
    >
      {themes.map((each) => (
        <option key={each}>{each}</option>
      ))}
    </select>
  )
}
