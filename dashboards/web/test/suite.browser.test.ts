/** From a suite that is written in the browser to the run that it becomes, over a real stack. */
import type { Submission } from '@ringside/contract'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectGoodLooks, open, openBrowser } from './browser.ts'
import { type Stack, startStack, suiteText } from './stack.ts'

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

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Suite, as YAML' })
const submitOf = (page: Page) => page.getByRole('button', { name: 'Submit' })

describe('the suite editor', () => {
  it('begins with an example that could be submitted as it is', async () => {
    const { page, complaints, close } = await open(browser, `${stack.url}/suites/new`)
    await page.getByText('4 runs, 80 trials').waitFor()
    expect(await submitOf(page).isEnabled()).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })

  it('tells faults as they are typed, each with the way to its place', async () => {
    const { page, complaints, close } = await open(browser, `${stack.url}/suites/new`)
    await editorOf(page).fill(suiteText('faulty', 2).replace('kind: throughput', 'kind: thruput'))
    const fault = page.getByRole('button', { name: '8:13 workloads[0].kind' })
    await fault.waitFor()
    await page.getByText("did you mean 'throughput'").waitFor()
    expect(await submitOf(page).isEnabled()).toBe(false)
    await fault.click()
    const at =
      'document.activeElement.selectionStart - document.activeElement.value.lastIndexOf("\\n", document.activeElement.selectionStart - 1)'
    await expect.poll(() => page.evaluate(at)).toBe(13)
    await page.keyboard.press('Delete')
    expect(await editorOf(page).inputValue()).toContain('kind: hruput')
    expect(complaints).toEqual([])
    await close()
  })

  it('keeps a draft, and brings back what was thrown away', async () => {
    const { page, close } = await open(browser, `${stack.url}/suites/new`)
    await editorOf(page).fill('name: mine')
    await page.getByText('A draft, kept in this browser').waitFor()
    await page.reload()
    await expect.poll(() => editorOf(page).inputValue()).toBe('name: mine')
    await page.getByRole('button', { name: 'Start over' }).click()
    await expect.poll(() => editorOf(page).inputValue()).toContain('name: demo')
    await page.getByRole('button', { name: 'Bring the draft back' }).click()
    await expect.poll(() => editorOf(page).inputValue()).toBe('name: mine')
    await close()
  })

  it('is good to look at, wide and narrow, light and dark', async () => {
    await expectGoodLooks(browser, `${stack.url}/suites/new`, {
      name: 'suite',
      ready: (page) => page.getByText('No faults').waitFor(),
    })
  })
})

describe('a suite that is submitted', () => {
  it('is watched to its end, and leads to its runs, their figures and itself', async () => {
    const { page, complaints, close } = await open(browser, `${stack.url}/suites/new`)
    await editorOf(page).fill(suiteText('written here', 3))
    await page.getByText('2 runs, 12 trials').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/\/submissions\/s-/)
    await page
      .getByText(/under way|waiting/)
      .first()
      .waitFor()
    await page.getByText('All 2 runs have ended').waitFor({ timeout: 60_000 })
    await page.getByRole('link', { name: 'latency 64 B' }).click()
    await page.waitForURL(/\/runs\/r-/)
    await page.getByText(/in the queue, .* 6 trials in/).waitFor()
    await page.getByRole('cell', { name: 'mapped', exact: true }).first().waitFor()
    await page.getByText('the histograms of all trials of a backend are merged').waitFor()
    await page.getByText(/^Everything that happened is in the trace/).waitFor()
    await page.getByText('Suite', { exact: true }).click()
    await page.getByText('rate: 5kpps').waitFor()
    await page.getByRole('link', { name: 'Run again' }).click()
    await page.getByText('1 run, 6 trials').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('can be ended before its time, with a reason', async () => {
    const { page, complaints, close } = await open(browser, `${stack.url}/suites/new`)
    await editorOf(page).fill(suiteText('endless', 1_000))
    await page.getByText('2 runs, 4,000 trials').or(page.getByText('2 runs, 4000 trials')).waitFor()
    await submitOf(page).click()
    await page.getByRole('button', { name: 'Cancel what is left' }).click()
    await page.getByRole('textbox', { name: 'Reason' }).fill('too long')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('All 2 runs have ended, 2 of them failed').waitFor({ timeout: 30_000 })
    await page.getByRole('link', { name: 'latency 64 B' }).click()
    await page.getByText('too long').first().waitFor()
    await page.getByText('Nothing was measured').waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

describe('a submission and its runs', () => {
  let submissionId: string
  let runId: string
  beforeAll(async () => {
    submissionId = (await stack.runSuite('looks', 3)).submissionId
    const answer = await fetch(`${stack.url}/api/v1/submissions/${submissionId}`)
    const { runs } = (await answer.json()) as Submission
    runId = runs[1]?.id as string
  }, 120_000)

  it('lists the runs, good to look at, wide and narrow, light and dark', async () => {
    await expectGoodLooks(browser, `${stack.url}/submissions/${submissionId}`, {
      name: 'submission',
      ready: (page) => page.getByText('All 2 runs have ended').waitFor(),
    })
  })

  it('shows a run, good to look at, wide and narrow, light and dark', async () => {
    await expectGoodLooks(browser, `${stack.url}/runs/${runId}`, {
      name: 'run',
      ready: (page) => page.getByText('the histograms of all trials of a backend are merged').waitFor(),
    })
  })
})
