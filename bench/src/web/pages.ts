/** What pages take to show much, and how many frames a second they draw meanwhile, measured by the browser. */
import type { Browser, Page } from 'playwright-core'
import type { Side } from '../side.ts'
import type { FilledController } from './filled-controller.ts'

const viewport = { width: 1440, height: 900 }

export interface Opening {
  /** For people. */
  readonly name: string
  /** With its query. */
  readonly path: string
  /** Resolves when what the reader came for is on the screen. */
  readonly shown: (page: Page) => Promise<unknown>
}

/** Milliseconds from the address to what it shows, each time by a browser that has seen nothing of it before. */
export function openingSide({ name, path, shown }: Opening, controller: FilledController): Side {
  let opened: { readonly url: string; readonly browser: Browser } | undefined
  const once = async (): Promise<number> => {
    if (opened === undefined) throw new Error('the controller does not run; prepare the side first')
    const context = await opened.browser.newContext({ viewport })
    const page = await context.newPage()
    const beganMs = performance.now()
    await page.goto(`${opened.url}${path}`, { waitUntil: 'commit' })
    await shown(page)
    // Seen is what has been painted.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    const tookMs = performance.now() - beganMs
    await context.close()
    return tookMs
  }
  return {
    name,
    prepare: async (_signal, onStep = () => undefined) => {
      opened = await controller.open(onStep)
      await once()
    },
    trial: once,
    pages: () => undefined,
    // The controller is ended with the bench.
    close: async () => undefined,
  }
}

export interface Moving {
  readonly name: string
  readonly path: string
  /** Brings the page to where it moves. */
  readonly ready: (page: Page) => Promise<unknown>
  /** JavaScript for each frame; `n` counts them. */
  readonly eachFrame: string
}

/** Of one trial. */
const movingMs = 2_000

/** Frames a second while the page moves, by the times that the browser gives its frames. */
export function movingSide({ name, path, ready, eachFrame }: Moving, controller: FilledController): Side {
  let page: Page | undefined
  return {
    name,
    prepare: async (_signal, onStep = () => undefined) => {
      const { url, browser } = await controller.open(onStep)
      page = await (await browser.newContext({ viewport })).newPage()
      await page.goto(`${url}${path}`)
      await ready(page)
    },
    trial: async () => {
      if (page === undefined) throw new Error('no page is open; prepare the side first')
      return Number(await page.evaluate(framesScript(eachFrame)))
    },
    pages: () => undefined,
    close: async () => page?.context().close(),
  }
}

const framesScript = (eachFrame: string): string => `new Promise((done) => {
  let n = 0, began
  const step = (now) => {
    began ??= now
    ${eachFrame}
    if (now - began < ${movingMs}) { n++; requestAnimationFrame(step) }
    else done(1000 * n / (now - began))
  }
  requestAnimationFrame(step)
})`
