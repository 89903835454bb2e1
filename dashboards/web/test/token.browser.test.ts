/** The pages of a controller that asks for tokens, behind TLS. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstLine, kill, spawnController, startTestStack, type TestStack } from '../../../controller/src/queue/testing/stack.ts'
import { openBrowser, seriousFaults } from './browser.ts'

const pem = (name: string) =>
  fileURLToPath(new URL(`../../../controller/src/access/testing/tls/first.${name}.pem`, import.meta.url))

let browser: Browser
let stack: TestStack
let controller: ReturnType<typeof spawnController>
let url: string
beforeAll(async () => {
  browser = await openBrowser()
  stack = await startTestStack({ password: 'of-the-controller' })
  const tls = { tlsCert: pem('certificate'), tlsKey: pem('key') }
  controller = spawnController({ ...stack.config, ...tls, access: 'tokens' })
  url = (JSON.parse(await firstLine(controller)) as { url: string }).url
})
afterAll(async () => {
  await browser?.close()
  if (controller !== undefined) await kill(controller)
  await stack?.stop()
})

describe('a controller that asks for tokens', () => {
  it('lets in whoever shows one, and forgets it with the tab', async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    const page = await context.newPage()
    await page.goto(url)
    await page.getByRole('heading', { name: 'A token, please' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByLabel('Token').fill('rs_no_such')
    await page.keyboard.press('Enter')
    await page.getByText('what was shown is no token').waitFor()
    await page.getByLabel('Token').fill(readFileSync(join(stack.config.dataDir, 'admin.token'), 'utf8'))
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('Nothing has run here yet').waitFor()
    const other = await context.newPage()
    await other.goto(url)
    await other.getByRole('heading', { name: 'A token, please' }).waitFor()
    await context.close()
  })
})
