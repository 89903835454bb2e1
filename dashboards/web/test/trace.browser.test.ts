/** The waterfall of a run in a real browser over a real stack. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OutlierList, RunPage, RunTrace } from '@ringside/contract'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectGoodLooks, open, openBrowser } from './browser.ts'
import { type Stack, startStack } from './stack.ts'

const suite = `apiVersion: ringside/v1
kind: Suite
name: traced
backends:
  - { name: mapped, kind: emulated, doorbell: mapped, device: polling }
  - { name: eventfd, kind: emulated, doorbell: eventfd, device: sleeping }
workloads: [{ kind: latency, rate: 5kpps, direction: loopback }]
matrix: { frame: [64] }
tracing: { doorbells: all, outliers: { percentile: 99 } }
run: { warmup: 20ms, duration: 200ms, trials: 2, order: interleave, seed: 42 }
`

let browser: Browser
let stack: Stack
let runId: string
beforeAll(async () => {
  browser = await openBrowser()
  stack = await startStack()
  const file = join(stack.folder, 'traced.yaml')
  writeFileSync(file, suite)
  await stack.ringside('run', file)
  const { runs } = (await (await fetch(`${stack.url}/api/v1/runs?suite=traced`)).json()) as RunPage
  runId = runs[0]?.id ?? ''
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

const ask = async <T>(path: string): Promise<T> => (await fetch(`${stack.url}/api/v1/runs/${runId}/${path}`)).json() as Promise<T>
const trace = (query = '') => `${stack.url}/runs/${runId}/trace${query}`
const rows = (page: Page) => page.getByRole('tree', { name: 'Spans of the run' })
const shown = async (page: Page) => {
  await rows(page).getByRole('treeitem').first().waitFor()
}

describe('the trace of a run', () => {
  it('is good to look at, wide and narrow, light and dark', async () => {
    await expectGoodLooks(browser, trace(), { name: 'trace', ready: shown })
  })

  it('shows every phase, requests with their arguments, and what of the run is in it', async () => {
    const { page, complaints, close } = await open(browser, trace())
    await shown(page)
    for (const name of ['run.execute', 'trial 1 mapped', 'setup', 'measure'])
      await rows(page).getByRole('treeitem', { name }).first().waitFor()
    await page.getByText(/doorbells stored, \d+ of \d+ ioctls, 0 dropped/).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('leads from the slowest packet to the slowest doorbell around it, to which a link leads back', async () => {
    const { outliers } = await ask<OutlierList>('outliers?limit=12')
    const packet = outliers.find(({ doorbells }) => doorbells.length > 0)
    expect(packet).toBeDefined()
    const slowest = packet?.doorbells.reduce((a, b) => (b.durationNs > a.durationNs ? b : a))
    const { page, complaints, close } = await open(browser, trace())
    const list = page.getByRole('complementary', { name: 'Slowest packets' }).locator('.packets li').filter({ hasText: ',' })
    await list.first().getByRole('button').last().click()
    await page.getByRole('heading', { name: /^(Kick|Call) of queue/ }).waitFor()
    await page.getByText('Rung around it on the same queue').waitFor()
    // Its lane is open, and the row is seen.
    await rows(page)
      .getByRole('treeitem', { selected: true, name: /(kick|call) q\d/ })
      .waitFor()
    await page.waitForURL((url) => url.searchParams.get('span') === slowest?.spanId && url.searchParams.has('from'))
    const again = await open(browser, page.url())
    await again.page.getByRole('heading', { name: /^(Kick|Call) of queue/ }).waitFor()
    await rows(again.page)
      .getByRole('treeitem', { selected: true, name: /(kick|call) q\d/ })
      .waitFor()
    const windowOf = async (opened: Page) => (await opened.locator('.readout').textContent())?.replace(' …', '')
    expect(await windowOf(again.page)).toBe(await windowOf(page))
    expect([...complaints, ...again.complaints]).toEqual([])
    await again.close()
    await close()
  })

  it('unfolds doorbells by keys, and zooms until each is seen by itself', async () => {
    const { doorbells } = await ask<RunTrace>('trace')
    const { page, complaints, close } = await open(browser, trace())
    // A stretch that has few gets each by itself.
    const single = page.waitForResponse((response) => response.url().includes('/doorbells/single'))
    await page.reload()
    await shown(page)
    await single
    await rows(page)
      .getByRole('treeitem', { name: /^doorbells/ })
      .first()
      .click()
    await page.getByRole('heading', { name: 'Doorbells' }).waitFor()
    await rows(page).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('j')
    await page.getByRole('button', { name: /^Slowest doorbell/ }).click()
    await page.getByRole('heading', { name: /^(Kick|Call) of queue/ }).waitFor()
    for (const key of ['s', 's', 'w', 'd', 'a']) await page.keyboard.press(key)
    await page.keyboard.press('n')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Slowest doorbell/ }).waitFor()
    expect(doorbells.length).toBeGreaterThan(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('is searched by name, and says so where a word is none or nothing is found', async () => {
    const { page, close } = await open(browser, trace())
    await shown(page)
    await page.keyboard.press('/')
    await page.keyboard.type('vring phase:setup')
    await page.keyboard.press('Enter')
    await page.getByText(/spans, 0 of [\d,]+ doorbells found/).waitFor()
    await rows(page).getByRole('treeitem', { name: /VRING/ }).first().waitFor()
    expect(await rows(page).getByRole('treeitem', { name: 'warmup' }).count()).toBe(0)
    await page.waitForURL((url) => url.searchParams.get('q') === 'vring phase:setup')
    await page.getByText(`ringside trace ${runId} --name`).waitFor()
    const field = page.getByRole('searchbox', { name: 'search' })
    await field.fill('>fast')
    await field.press('Enter')
    await page.getByText("'>fast' is no part of a search").waitFor()
    await field.fill('NOSUCHTHING')
    await field.press('Enter')
    await page.getByText('Nothing in this trace is like').waitFor()
    await page.getByRole('button', { name: 'Show everything' }).click()
    await rows(page).getByRole('treeitem', { name: 'warmup' }).first().waitFor()
    await close()
  })

  it('says that there is no such run, or no such span', async () => {
    const { page, close } = await open(browser, `${stack.url}/runs/r-none/trace`)
    await page.getByRole('alert').getByText("no run 'r-none'").waitFor()
    await page.goto(trace('?span=00000000000000aa'))
    await page.getByRole('alert').getByText("no span '00000000000000aa'").waitFor()
    await close()
  })
})
