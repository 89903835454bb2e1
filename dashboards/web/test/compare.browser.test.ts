/** Comparing in a real browser over a real stack: what is chosen, the answer, a row opened, and what can be taken away. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectGoodLooks, open, openBrowser } from './browser.ts'
import { type Stack, startStack } from './stack.ts'

/** Two suites are measured first. */
const patienceMs = 240_000

let browser: Browser
let stack: Stack
let submissions: readonly string[]
beforeAll(async () => {
  browser = await openBrowser()
  stack = await startStack()
  const first = await stack.runSuite('looks', 5)
  submissions = [first.submissionId, (await stack.runSuite('looks', 2)).submissionId]
}, patienceMs)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

const address = (sets: Readonly<Record<string, string>>) => `${stack.url}/compare?${new URLSearchParams(sets)}`

describe('comparing', () => {
  it('begins with the latest that have two backends, and goes on by keys', async () => {
    const { page, complaints, close } = await open(browser, `${stack.url}/compare`)
    await page
      .getByRole('link', { name: /looks s-/ })
      .first()
      .waitFor()
    for (const key of ['j', 'Enter']) await page.keyboard.press(key)
    await page.waitForURL(/\/compare\?a=s-/)
    await page.getByRole('heading', { level: 1, name: / than |apart|No difference/ }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('says the answer, and opens a row in its place with all that stands behind it', async () => {
    const { page, complaints, close } = await open(browser, address({ a: submissions[0] ?? '' }))
    await page.getByRole('link', { name: /latency p99/ }).click()
    await page.getByText('From the intended send time of each packet').waitFor()
    await page.getByRole('img', { name: /latency p99 by trial/ }).waitFor()
    await page.getByRole('cell', { name: /^ring memory/ }).waitFor()
    await page
      .getByRole('heading', { name: /Slowest packets/ })
      .first()
      .waitFor()
    // The address restores it, and Escape closes it.
    await page.reload()
    await page.getByText('From the intended send time of each packet').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByText('From the intended send time of each packet').count()).toBe(0)
    expect(new URL(page.url()).searchParams.get('row')).toBeNull()
    expect(complaints).toEqual([])
    await close()
  })

  it('leads from the slowest packet into its trace', async () => {
    const { page, close } = await open(browser, address({ a: submissions[0] ?? '' }))
    await page.getByRole('link', { name: /latency p99/ }).click()
    const packet = page.locator('.slowest li a').first()
    await packet.waitFor()
    expect(await packet.getAttribute('href')).toMatch(/^\/runs\/r-\w+\/trace\?span=[0-9a-f]{16}$/)
    await close()
  })

  it('finds rows by words and by metric, in the address', async () => {
    const { page, close } = await open(browser, address({ a: submissions[0] ?? '', order: 'suite' }))
    const rows = page.locator('table.comparison tbody tr')
    await expect.poll(() => rows.count()).toBe(3)
    await page.getByRole('combobox', { name: 'metric' }).selectOption('latency_ns_p99')
    await expect.poll(() => rows.count()).toBe(1)
    await page.getByRole('searchbox').fill('packed')
    await page.keyboard.press('Enter')
    await page.getByText('No row has all these words').waitFor()
    expect(new URL(page.url()).searchParams.get('words')).toBe('packed')
    await page.getByRole('button', { name: 'All rows' }).click()
    await expect.poll(() => rows.count()).toBe(3)
    await close()
  })

  it('compares any two sets, and says what is wrong with one before it is asked', async () => {
    const { page, complaints, close } = await open(browser, `${stack.url}/compare`)
    await page.getByRole('textbox', { name: 'A' }).fill('speed:9')
    await page.getByText("'speed' is no word of a set").waitFor()
    await page.getByRole('textbox', { name: 'A' }).fill(`${submissions[0]}:mapped`)
    await page.getByRole('textbox', { name: 'B' }).fill(`${submissions[1]}:mapped`)
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByText('mapped (A)').first().waitFor()
    await page.goto(address({ a: 'suite:none' }))
    await page.getByRole('heading', { name: 'No run that succeeded is in suite:none.' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('gives its plots as pictures and data, and itself as JSON', async () => {
    const { page, close } = await open(browser, address({ a: submissions[0] ?? '' }))
    const taken = async (name: RegExp) => {
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name }).first().click()
      const path = join(stack.folder, (await download).suggestedFilename())
      await (await download).saveAs(path)
      return readFileSync(path)
    }
    expect((await taken(/ratios.*\.png$/)).subarray(1, 4).toString()).toBe('PNG')
    expect((await taken(/ratios.*\.svg$/)).toString()).toMatch(/^<svg/)
    expect((await taken(/ratios.*\.csv$/)).toString()).toMatch(/^comparison,metric,a,b,unit,ratio/)
    expect(JSON.parse((await taken(/as JSON$/)).toString()).rows).toHaveLength(3)
    await close()
  })

  it('is good to look at, wide and narrow, light and dark', async () => {
    const { rows } = (await (await fetch(`${stack.url}/api/v1/comparisons/sets?a=${submissions[0]}`)).json()) as {
      rows: { key: string }[]
    }
    const key = rows.map((row) => row.key).find((each) => each.includes('p99')) ?? ''
    await expectGoodLooks(browser, address({ a: submissions[0] ?? '', row: key }), {
      name: 'compare',
      ready: (page) => page.getByText('From the intended send time of each packet').waitFor(),
    })
    await expectGoodLooks(browser, `${stack.url}/compare`, {
      name: 'compare-choose',
      ready: (page) =>
        page
          .getByRole('link', { name: /looks s-/ })
          .first()
          .waitFor(),
    })
  })
})

describe('ringside report', () => {
  it('writes the latest submission, a run, and two sets side by side, with their plots', async () => {
    const file = join(stack.folder, 'report.html')
    const plots = join(stack.folder, 'plots')
    const { a } = (await stack.ringside('report', '--output', file, '--plots', plots)) as { a: string }
    expect(a).toBe(submissions[1])
    expect(readFileSync(file, 'utf8')).toContain('Ringside, suite looks')
    expect(readFileSync(join(plots, 'ratios-mapped-eventfd.svg'), 'utf8')).toMatch(/^<svg/)
    await stack.ringside('report', 'suite:looks backend:mapped', 'suite:looks backend:eventfd', '--output', file)
    const { page, complaints, close } = await open(browser, `file://${file}`)
    await page.getByText('suite:looks backend:mapped: 4 runs of 2 points').waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
