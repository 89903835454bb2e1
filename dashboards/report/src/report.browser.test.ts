/** The report in a real browser: Debian's chromium, or the one RINGSIDE_CHROMIUM names. CI installs it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Report } from '@ringside/contract'
import { failedRunFixture, reportFixture, runFixture } from '@ringside/contract/testing'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderReportHtml } from './testing.ts'

const executablePath = process.env.RINGSIDE_CHROMIUM ?? '/usr/bin/chromium'
const missing = process.env.CI === undefined && !existsSync(executablePath)
const hostile = '<img src=x onerror=alert(1)>'

const reports: readonly (readonly [string, Report])[] = [
  ['a whole demo', reportFixture()],
  ['a failed run and one with two trials', reportFixture([failedRunFixture(), runFixture({ trials: 2 })])],
  ['a hostile label', reportFixture([runFixture({ label: hostile })])],
  ['nothing', reportFixture([])],
]

describe.skipIf(missing)(`the report in a browser (needs ${executablePath})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-browser-'))
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function open(report: Report, options: { width: number; colorScheme: 'light' | 'dark' }): Promise<Opened> {
    const file = join(folder, 'report.html')
    writeFileSync(file, renderReportHtml(report, { command: 'ringside demo', generatedAt: '2026-11-22T21:00:00Z' }))
    const context = await browser.newContext({
      viewport: { width: options.width, height: 900 },
      colorScheme: options.colorScheme,
    })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`))
    page.on('request', (request) => request.url().startsWith('http') && complaints.push(`request: ${request.url()}`))
    await page.goto(pathToFileURL(file).href)
    return { page, complaints, close: () => context.close() }
  }

  it.each(reports)('with %s has no complaint, needs no network and never scrolls sideways', async (_, report) => {
    for (const width of [1100, 390]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, complaints, close } = await open(report, { width, colorScheme })
        expect(complaints).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
        await close()
      }
    }
  })

  it('leads from its contents to every part, and opens its tables by keyboard', async () => {
    const { page, close } = await open(reportFixture(), { width: 1100, colorScheme: 'light' })
    const targets = await page.locator('nav a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(targets.length).toBeGreaterThan(3)
    for (const target of targets) expect(await page.locator(`[id="${target?.slice(1)}"]`).count(), `${target}`).toBe(1)
    const details = page.locator('details').first()
    await details.locator('summary').focus()
    await page.keyboard.press('Enter')
    expect(await details.getAttribute('open')).not.toBeNull()
    await close()
  })

  it('gives its data as a file that parses to the report', async () => {
    const report = reportFixture()
    const { page, close } = await open(report, { width: 1100, colorScheme: 'light' })
    const download = page.waitForEvent('download')
    await page.locator('a[download$=".json"]').first().click()
    const saved = join(folder, 'data.json')
    await (await download).saveAs(saved)
    expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({ submission: { id: report.submission.id } })
    await close()
  })
})

interface Opened {
  readonly page: Page
  /** Errors, warnings, dialogs and requests to anywhere. */
  readonly complaints: string[]
  close(): Promise<void>
}
