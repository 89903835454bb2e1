/** The list of runs in a real browser over a real stack. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectGoodLooks, open, openBrowser } from './browser.ts'
import { type Stack, startStack } from './stack.ts'

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

describe('the list of runs', () => {
  it('says what to do while there are none, then shows them as they come, to their end', async () => {
    const { page, complaints, close } = await open(browser, `${stack.url}/`)
    await page.getByText('Nothing has run here yet').waitFor()
    const measured = stack.runSuite('looks')
    // Without a reload.
    await page.getByRole('link', { name: 'throughput 64 B' }).waitFor()
    await measured
    await expect.poll(() => page.getByRole('cell', { name: 'succeeded' }).count()).toBe(2)
    expect(complaints).toEqual([])
    await close()
  })

  it('is good to look at, wide and narrow, light and dark', async () => {
    await expectGoodLooks(browser, `${stack.url}/runs`, {
      name: 'runs',
      ready: (page) => page.getByRole('link', { name: 'throughput 64 B' }).waitFor(),
    })
  })

  it('is filtered by its address, and by typing', async () => {
    const { page, close } = await open(browser, `${stack.url}/runs?label=latency`)
    await page.getByRole('link', { name: 'latency 64 B' }).waitFor()
    expect(await page.getByRole('link', { name: 'throughput 64 B' }).count()).toBe(0)
    await page.keyboard.press('/')
    await page.keyboard.type('nothing like it')
    await page.keyboard.press('Enter')
    await page.getByText('No run is like that').waitFor()
    expect(new URL(page.url()).searchParams.get('suite')).toBe('nothing like it')
    await close()
  })

  it('is gone through by keys, and Enter opens a run', async () => {
    const { page, close } = await open(browser, `${stack.url}/runs`)
    await page.getByRole('link', { name: 'throughput 64 B' }).waitFor()
    for (const key of ['j', 'j', 'k', 'Enter']) await page.keyboard.press(key)
    await page.waitForURL(/\/runs\/r-/)
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('next, previous row').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.waitForURL(/\/runs$/)
    await close()
  })

  it('says so when the controller goes away, and goes on when it is back', async () => {
    const { page, context, close } = await open(browser, `${stack.url}/runs`)
    await page.getByRole('link', { name: 'throughput 64 B' }).waitFor()
    await context.setOffline(true)
    await page.getByRole('searchbox', { name: 'suite' }).fill('looks')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('does not answer').waitFor()
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('link', { name: 'throughput 64 B' }).waitFor()
    await close()
  })

  it('opens a page that does not exist with the way to those that do', async () => {
    const { page, close } = await open(browser, `${stack.url}/no/such/page`)
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
    await close()
  })
})
