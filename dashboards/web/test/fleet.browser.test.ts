/** Hosts in a real browser over a real stack: taken out of use and brought back. */
import type { HostList } from '@ringside/contract'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectGoodLooks, open, openBrowser } from './browser.ts'
import { type Stack, startStack } from './stack.ts'

let browser: Browser
let stack: Stack
let host: string
beforeAll(async () => {
  browser = await openBrowser()
  stack = await startStack()
  await stack.runSuite('noise', 3)
  const { hosts } = (await stack.ringside('hosts')) as HostList
  host = hosts[0]?.id as string
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

describe('the fleet', () => {
  it('shows each host with its noise, what it has and what it lacks', async () => {
    const { page, complaints, close } = await open(browser, `${stack.url}/fleet`)
    await page.getByText('The host takes runs').waitFor()
    await page.getByRole('img', { name: /^noise of the last 2 runs: / }).waitFor()
    await page.getByText(/^lacks .*vhost-net/).click()
    await page.getByText('vhost-net: no /dev/vhost-net').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('takes a host out of use with a reason, and back by one click', async () => {
    const { page, complaints, close } = await open(browser, `${stack.url}/fleet`)
    await page.getByRole('button', { name: `Drain ${host}` }).click()
    await page.getByRole('textbox', { name: 'Reason' }).fill('it moves to another rack')
    await page.getByRole('dialog').getByRole('button', { name: 'Drain' }).click()
    await page.getByText(`${host} is draining.`).waitFor()
    await page.getByText('The host takes no runs').waitFor()
    await page.getByText('it moves to another rack').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('The host takes runs').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('opens a host by keys, with all that happened to it', async () => {
    const { page, close } = await open(browser, `${stack.url}/fleet`)
    await page.getByRole('link', { name: host }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(new RegExp(`/fleet/${host}$`))
    await page.getByRole('cell', { name: 'active to draining' }).waitFor()
    await page.getByRole('cell', { name: 'drain undone' }).waitFor()
    await close()
  })

  it('is good to look at, wide and narrow, light and dark', async () => {
    await expectGoodLooks(browser, `${stack.url}/fleet`, {
      name: 'fleet',
      ready: (page) => page.getByRole('img', { name: /^noise of the last/ }).waitFor(),
    })
    await expectGoodLooks(browser, `${stack.url}/fleet/${host}`, {
      name: 'host',
      ready: (page) => page.locator('figure canvas').first().waitFor(),
    })
  })

  it('says so of a host that nobody knows', async () => {
    const { page, close } = await open(browser, `${stack.url}/fleet/nobody`)
    await page.getByRole('alert').getByText("no host 'nobody'").waitFor()
    await close()
  })
})
