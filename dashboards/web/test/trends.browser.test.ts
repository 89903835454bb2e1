/** Trends in a real browser over a real stack, which has imported runs of two months. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoHost } from '@ringside/contract/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { archiveText, type TrendRun, trendRows } from '../../../controller/src/trends/testing/trend-archive.ts'
import { expectGoodLooks, open, openBrowser } from './browser.ts'
import { type Stack, startStack } from './stack.ts'

/** Of tests that take four pictures, on a machine with much else to do. */
const patienceMs = 180_000

let browser: Browser
let stack: Stack
beforeAll(async () => {
  browser = await openBrowser()
  stack = await startStack()
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

const dayMs = 86_400_000
const days = 24
const latency = { kind: 'latency', rate: '5kpps' } as NonNullable<TrendRun['workload']>

/** Each night two points on two backends; another kernel half-way, another governor after three quarters. */
function nights(): TrendRun[] {
  const now = Date.now()
  return Array.from({ length: days }, (_, day) =>
    [64, 512].map((frame, i) => ({
      id: `r-${day}-${frame}`,
      endedAtMs: now - (days - day) * dayMs + i * 60_000,
      label: `latency ${frame} B`,
      frame,
      workload: latency,
      levels: { sw: 7_000 + frame, hw: 2_500 + frame },
      trials: 4,
      seed: day * 2 + i,
      host: {
        kernel: day < days / 2 ? demoHost.kernel : '6.12.48+deb13-amd64',
        state: { ...demoHost.state, governor: day < (days * 3) / 4 ? 'performance' : 'powersave' },
      },
    })),
  ).flat()
}

const plots = (page: Page) => page.getByRole('group', { name: /arrows go from run to run/ })

describe('trends', () => {
  it('say what to do where nothing was measured yet', async () => {
    const { page, complaints, close } = await open(browser, `${stack.url}/trends`)
    await page.getByText('No run has ended in the last 90 days').waitFor()
    await page.getByRole('button', { name: 'Show all time' }).click()
    await page.getByText('No run has ended here yet').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it(
    'have a plot for each point, with what happened to its host, good to look at',
    async () => {
      const file = join(stack.folder, 'nights.archive.json')
      writeFileSync(file, archiveText(nights().map(trendRows)))
      await stack.ringside('import', file)
      await expectGoodLooks(browser, `${stack.url}/trends`, {
        name: 'trends',
        ready: async (page) => {
          await page.getByText(`2 points on 2 backends, ${days * 4} figures; hosts changed 2 times`).waitFor()
          await page.getByText('governor performance → powersave').first().waitFor()
          // Drawn when it comes near sight.
          await plots(page).nth(1).scrollIntoViewIfNeeded()
          await page.locator('canvas').nth(1).waitFor()
        },
      })
    },
    patienceMs,
  )

  it('are gone through by keys, from plot to plot and from run to run', async () => {
    const { page, close } = await open(browser, `${stack.url}/trends`)
    await plots(page).first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('End')
    await page.getByText(/middle half of 4 trials/).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Choose another run').waitFor()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    const link = page.getByRole('link', { name: 'What changed between these two' })
    await link.waitFor()
    expect(await link.getAttribute('href')).toBe(`/compare?a=r-${days - 1}-64.sw&b=r-0-64.hw`)
    // The address says it all.
    await page.reload()
    await link.waitFor()
    await close()
  })

  it('are looked at closer by dragging over one of them, all together, and the address keeps it', async () => {
    const { page, complaints, close } = await open(browser, `${stack.url}/trends`)
    await page.getByText('No alert is open on them').waitFor()
    await page.locator('canvas').first().waitFor()
    const box = await plots(page).first().boundingBox()
    if (box === null) throw new Error('the plot has no place')
    await page.mouse.move(box.x + 150, box.y + 80)
    await page.mouse.down()
    await page.mouse.move(box.x + 350, box.y + 90, { steps: 4 })
    await page.mouse.up()
    await page.waitForURL(/from=/)
    const { searchParams } = new URL(page.url())
    expect(Date.parse(searchParams.get('from') ?? '')).toBeLessThan(Date.parse(searchParams.get('to') ?? ''))
    await page.reload()
    await page.getByRole('button', { name: 'Whole time' }).click()
    await page.getByText('Drag over a plot').waitFor()
    await page.waitForURL(/trends$/)
    expect(complaints).toEqual([])
    await close()
  })

  it('give their figures as a table and as CSV', async () => {
    const { page, close } = await open(browser, `${stack.url}/trends?backend=hw`)
    await page.getByText('24 figures as a table').first().click()
    await page.getByRole('row').nth(days).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save latency-64-B-latency_ns_p99-trend.csv' }).click()
    const stream = await (await download).createReadStream()
    const text = Buffer.concat(await stream.toArray()).toString()
    expect(text.split('\r\n')[0]).toBe(
      'run,ended_at,backend,host,latency_ns_p99_median,latency_ns_p99_quartile_1,latency_ns_p99_quartile_3,trials,flaws',
    )
    expect(text.split('\r\n')).toHaveLength(days + 2)
    await close()
  })

  it('of what was not measured lead to what was', async () => {
    const { page, close } = await open(browser, `${stack.url}/trends?metric=throughput_pps`)
    await page.getByText('These runs have not measured throughput').waitFor()
    await page.getByRole('button', { name: 'Show latency min' }).click()
    await plots(page).first().waitFor()
    await close()
  })
})
