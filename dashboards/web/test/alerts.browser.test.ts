/** Alerts in a real browser over a real controller, whose store has one that is open. */
import { demoHost } from '@ringside/contract/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { joined, opened, type PointRecord } from '../../../controller/src/alerts/alert-record.ts'
import { AlertStore } from '../../../controller/src/alerts/alert-store.ts'
import { firstLine, kill, spawnController, startTestStack, type TestStack } from '../../../controller/src/queue/testing/stack.ts'
import { openChdbStore } from '../../../controller/src/store/chdb-store.ts'
import { migrate } from '../../../controller/src/store/migrate.ts'
import { withHistogram } from '../../../controller/src/trends/testing/latency-histogram.ts'
import { type TrendRun, trendRows } from '../../../controller/src/trends/testing/trend-archive.ts'
import { expectGoodLooks, open, openBrowser } from './browser.ts'

/** Of tests that take four pictures, on a machine with much else to do. */
const patienceMs = 180_000

let browser: Browser
let stack: TestStack
let controller: ReturnType<typeof spawnController>
let url: string
beforeAll(async () => {
  browser = await openBrowser()
  stack = await startTestStack()
})
afterAll(async () => {
  await browser?.close()
  if (controller !== undefined) await kill(controller)
  await stack?.stop()
})

const dayMs = 86_400_000
const nights = 14
/** The first that was worse. */
const step = 10
const endedAtMs = (night: number): number => Date.now() - (nights - night) * dayMs

const run = (night: number): TrendRun => ({
  id: `r-night-${night}`,
  endedAtMs: endedAtMs(night),
  label: 'latency 64 B',
  workload: { kind: 'latency', rate: '5kpps' } as NonNullable<TrendRun['workload']>,
  levels: { sw: night < step ? 7_000 : 8_470 },
  trials: 4,
  seed: night,
  touch: withHistogram,
})

const point = (metric: 'latency_ns_p99' | 'latency_ns_p50'): PointRecord => ({
  series: 'series',
  pointId: 'p-latency-64-B',
  label: 'latency 64 B',
  backend: 'sw',
  metric,
  unit: 'ns',
  worse: 'higher',
  minChangeRatio: 0.05,
  rule: 'suite',
  value: metric === 'latency_ns_p99' ? 22_900 : 8_470,
  baselineMedian: metric === 'latency_ns_p99' ? 18_900 : 7_000,
  ratio: 1.21,
  interval: [1.19, 1.22],
  runId: `r-night-${step}`,
  runEndedAt: new Date(endedAtMs(step)).toISOString(),
  confirmationRunId: `r-night-${step + 1}`,
  baselineRunIds: Array.from({ length: 8 }, (_, i) => `r-night-${step - 1 - i}`),
  slowestDoorbells: [
    {
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      runId: `r-night-${step + 1}`,
      durationNs: 812_000,
    },
  ],
  latestRunId: `r-night-${nights - 1}`,
  latestRatio: 1.2,
  goodRuns: 0,
})

/** While no controller has it open. */
async function fillStore(path: string): Promise<void> {
  const store = await openChdbStore({ path })
  await migrate(store)
  const rows = Array.from({ length: nights }, (_, night) => trendRows(run(night)))
  await store.insertRows(
    'trials',
    rows.flatMap(({ trials }) => trials),
    { token: 'trials' },
  )
  await store.insertRows(
    'runs',
    rows.map((row) => row.run),
    { token: 'runs' },
  )
  const act = { by: 'alert', reason: 'worse twice in a row', atMs: endedAtMs(step + 1) }
  const alert = opened({ id: 'al-1', suite: 'nightly', host: demoHost.id }, point('latency_ns_p99'), act)
  await new AlertStore(store).save(joined(alert, point('latency_ns_p50'), act))
  await store.close()
}

async function startFilled(): Promise<void> {
  await fillStore(stack.config.dataDir)
  await startEmpty()
}

async function startEmpty(): Promise<void> {
  controller = spawnController(stack.config)
  url = (JSON.parse(await firstLine(controller)) as { url: string }).url
}

const seesPlots = async (page: Page) => {
  await page
    .getByRole('img', { name: /over time/ })
    .locator('canvas')
    .waitFor()
  await page.locator('canvas').nth(1).waitFor()
}

describe('alerts', () => {
  it('say what would open one where there is none', async () => {
    await startEmpty()
    const { page, complaints, close } = await open(browser, `${url}/alerts`)
    await page.getByText('No alert is open').waitFor()
    expect(complaints).toEqual([])
    await close()
    await kill(controller)
  })

  it(
    'are listed with what got worse, by how much, since when, and confirmed by what',
    async () => {
      await startFilled()
      await expectGoodLooks(browser, `${url}/alerts`, {
        name: 'alerts',
        ready: async (page) => {
          await page.getByText('1 open.').waitFor()
          await page.getByText('1.21 x [1.19, 1.22]').waitFor()
          await page.getByText('18.9 µs → 22.9 µs').waitFor()
          await page.getByRole('link', { name: `r-night-${step + 1}` }).waitFor()
        },
      })
    },
    patienceMs,
  )

  it(
    'are shown one by one with the series, the latency before and after, and the slowest doorbells',
    async () => {
      await expectGoodLooks(browser, `${url}/alerts/al-1`, {
        name: 'alert',
        ready: async (page) => {
          await page.getByText('95 % interval [1.19, 1.22], against 8 runs before it. One other figure moved with it.').waitFor()
          await seesPlots(page)
        },
      })
      const { page, close } = await open(browser, `${url}/alerts/al-1`)
      const doorbell = page.getByRole('link', { name: '812 µs' })
      expect(await doorbell.getAttribute('href')).toBe(`/runs/r-night-${step + 1}/trace?span=00f067aa0ba902b7`)
      const compare = page.getByRole('link', { name: 'Compare before and after' })
      expect(await compare.getAttribute('href')).toBe(`/compare?a=r-night-${step + 1}.sw&b=r-night-${step - 1}.sw`)
      await page.getByRole('link', { name: 'latency p50 of sw, latency 64 B' }).click()
      await page.getByRole('heading', { name: 'Before and after: latency p50 of sw, latency 64 B' }).waitFor()
      await page.waitForURL(/point=1/)
      await close()
    },
    patienceMs,
  )

  it('are acknowledged and resolved with a reason and a name, which are kept', async () => {
    const { page, complaints, close } = await open(browser, `${url}/alerts`)
    await page.getByText('1 open.').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByLabel('Why').fill('the new firmware, see the ticket')
    await page.getByLabel('Your name').fill('Ada')
    await page.getByRole('button', { name: 'Acknowledge' }).click()
    await page.getByText('the new firmware, see the ticket – Ada').waitFor()
    expect(await page.getByRole('button', { name: 'Acknowledge' }).count()).toBe(0)
    await page.reload()
    expect(await page.getByLabel('Your name').inputValue()).toBe('Ada')
    await page.getByLabel('Why').fill('it is the price of the fix')
    await page.getByRole('button', { name: 'Expected' }).click()
    await page.getByText('it is the price of the fix – Ada').waitFor()
    await page.getByText('resolved, expected').waitFor()
    expect(await page.getByRole('button', { name: 'Resolve' }).count()).toBe(0)
    await page.goto(`${url}/alerts`)
    await page.getByText('No alert is open').waitFor()
    await page.getByRole('link', { name: 'Alerts of before' }).click()
    await page.getByText('1 resolved.').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('that are not there say so', async () => {
    const { page, close } = await open(browser, `${url}/alerts/none`)
    await page.getByText('Not there.').waitFor()
    await close()
  })
})
