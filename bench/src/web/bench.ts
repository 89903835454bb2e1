/** The bench of the pages: how long they take to show much, each against the time that it may take. */
import type { Bench, Group } from '../bench.ts'
import { limitSide } from '../limit.ts'
import { type FilledController, filledController } from './filled-controller.ts'
import { type Moving, movingSide, type Opening, openingSide } from './pages.ts'

const runs = 10_000
const points = 100_000
const spans = 1_000_000
/** Each has one run an hour. */
const series = { compare: 50, trends: 20 }
const tracedRun = 'r-traced'
/** Frames a second. */
const smooth = 50

/** Halfway through what `figures` makes, whose last run ends then. */
const half = (count: number): string =>
  new Date(Date.parse('2026-11-20T00:00:00Z') - (count / series.compare / 2) * 3_600_000).toISOString()

const compare: Opening = {
  name: 'two sets of 5,000 runs',
  path: `/compare?${new URLSearchParams({ a: `suite:nightly since:${half(runs)}`, b: `suite:nightly until:${half(runs)}` })}`,
  shown: async (page) => {
    await page.getByRole('heading', { level: 1, name: / than |apart|No difference/ }).waitFor()
    await page.locator('canvas').first().waitFor()
  },
}

const trends: Opening = {
  name: 'trends of 100,000 runs',
  path: '/trends?range=all',
  shown: (page) => page.locator('canvas').first().waitFor(),
}

const trace: Opening = {
  name: 'a trace of 1,000,000 spans',
  path: `/runs/${tracedRun}/trace`,
  shown: (page) => page.getByRole('tree', { name: 'Spans of the run' }).getByRole('treeitem').first().waitFor(),
}

const scroll: Moving = {
  name: 'scrolling that trace',
  path: trace.path,
  ready: trace.shown,
  eachFrame: "document.querySelector('.rows-scroller').scrollTop += n % 100 < 50 ? 40 : -40",
}

export function webBench(): Bench {
  const controllers = {
    runs: filledController('figures', runs, series.compare),
    points: filledController('figures', points, series.trends),
    trace: filledController('trace', tracedRun, spans),
  }
  const opening = (name: string, [title, page, controller, mostMs]: [string, Opening, FilledController, number]): Group => ({
    name,
    contest: {
      ours: [{ case: title, side: openingSide(page, controller), bar: 1 }],
      peers: [limitSide('at most', mostMs)],
      unit: 'ms',
      lessIsBetter: true,
    },
  })
  return {
    name: 'web',
    description: 'pages in a browser: compare 10,000 runs, trends of 100,000 points, a trace of 1,000,000 spans',
    unit: 'frames/s',
    hugepages: 0,
    groups: [
      opening('compare', ['compare-10000-runs', compare, controllers.runs, 1_000]),
      opening('trends', ['trends-100000-points', trends, controllers.points, 1_000]),
      opening('trace', ['trace-1000000-spans', trace, controllers.trace, 2_000]),
      {
        name: 'scroll',
        contest: {
          ours: [{ case: 'trace-scroll', side: movingSide(scroll, controllers.trace), bar: 1 }],
          peers: [limitSide('at least', smooth)],
        },
      },
    ],
    close: async () => {
      for (const controller of Object.values(controllers)) await controller.close()
    },
  }
}
