/** A controller that has seen much, and a browser in front of it. Both start the first time they are asked for. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'
import { atExit } from '../at-exit.ts'
import { type RedisServer, startRedis } from '../controller/redis.ts'
import { startController } from '../controller/stack.ts'
import type { LineProcess } from '../line-process.ts'

export interface FilledController {
  /** Its address, and a browser. */
  open(onStep: (step: string) => void): Promise<{ readonly url: string; readonly browser: Browser }>
  close(): Promise<void>
}

/** As in the tests of pages: Debian's, or the one that is named. */
const executablePath = process.env.RINGSIDE_CHROMIUM ?? '/usr/bin/chromium'
const seedFile = fileURLToPath(new URL('./seed-process.ts', import.meta.url))

interface Parts {
  readonly redis: RedisServer
  readonly controller: LineProcess<{ url: string }>
  readonly browser: Browser
  remove(): void
}

/** `contents`: arguments of `seed-process.ts` after the folder. */
export function filledController(...contents: readonly (string | number)[]): FilledController {
  let parts: Parts | undefined
  return {
    open: async (onStep) => {
      parts ??= await start(contents, onStep)
      return { url: parts.controller.ready.url, browser: parts.browser }
    },
    close: async () => {
      const ending = parts
      parts = undefined
      if (ending === undefined) return
      await ending.browser.close()
      await ending.controller.close()
      await ending.redis.close()
      ending.remove()
    },
  }
}

async function start(contents: readonly (string | number)[], onStep: (step: string) => void): Promise<Parts> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-bench-web-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  const forget = atExit(removeFolder)
  onStep(`filling the store: ${contents.join(' ')}`)
  await promisify(execFile)(process.execPath, [seedFile, join(folder, 'store'), ...contents.map(String)])
  const redis = await startRedis()
  const controller = await startController(redis.url, folder)
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const remove = () => {
    removeFolder()
    forget()
  }
  return { redis, controller, browser, remove }
}
