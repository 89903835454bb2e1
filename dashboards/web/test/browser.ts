/** Debian's chromium, or the one RINGSIDE_CHROMIUM names, and what every page must be like in it. CI installs it. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

const executablePath = process.env.RINGSIDE_CHROMIUM ?? '/usr/bin/chromium'
/** Pictures of every page, for who wants to look. */
const pictures = process.env.RINGSIDE_SCREENSHOTS ?? fileURLToPath(new URL('../../../target/screenshots', import.meta.url))

const looks = [1440, 390].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })))

/** Fails where there is no browser: {@link executablePath}. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })

export interface Opened {
  readonly page: Page
  readonly context: BrowserContext
  /** Errors, warnings, and requests to anywhere but the page's own host. */
  readonly complaints: string[]
  close(): Promise<void>
}

export interface Look {
  /** In CSS pixels. */
  readonly width: number
  readonly colorScheme: 'light' | 'dark'
}

export async function open(browser: Browser, url: string, look: Look = { width: 1440, colorScheme: 'light' }): Promise<Opened> {
  const { width, colorScheme } = look
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  const { host } = new URL(url)
  page.on('request', (request) => {
    const { protocol, host: to } = new URL(request.url())
    if (protocol.startsWith('http') && to !== host) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(url)
  return { page, context, complaints, close: () => context.close() }
}

/**
 * Opens a page at 1440 and 390 pixels, light and dark, waits until `ready` is seen, keeps a picture of each under `name`, and
 * expects: no complaint, no sideways scrolling, and no serious fault that axe finds.
 */
export async function expectGoodLooks(
  browser: Browser,
  url: string,
  { name, ready }: { readonly name: string; readonly ready: (page: Page) => Promise<unknown> },
): Promise<void> {
  for (const look of looks) {
    const { page, complaints, close } = await open(browser, url, look)
    await ready(page)
    await takePicture(page, `${name}-${look.width}-${look.colorScheme}`)
    expect(await seriousFaults(page), `${name} at ${look.width} px, ${look.colorScheme}`).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth'), `${name}: wider than the screen`).toBeLessThanOrEqual(
      look.width,
    )
    expect(complaints).toEqual([])
    await close()
  }
}

export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

/** What axe calls serious or critical, in its words, with the places. Rules: WCAG 2.2 A and AA. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // The page's own policy lets nobody add a script, so it is evaluated from outside.
  await page.evaluate(axe.source)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const found = (await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(tags)} })`)) as axe.AxeResults
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`)
}
