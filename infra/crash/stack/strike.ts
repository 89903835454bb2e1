/** The faults. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cell } from '../cells.ts'
import type { Stack } from './stack.ts'

/** For how long a service is stopped, or its disk full. */
const outageMs = 60_000

/** Lets the fault happen, then the run go on; resolves when the fault is over. */
export async function strike({ service: name, fault }: Cell, stack: Stack, letGo: () => Promise<void>): Promise<void> {
  const service = stack.services[name]
  if (service === undefined) throw new Error(`this stack has no ${name} of its own`)
  switch (fault) {
    case 'kill -9': {
      const back = service.kill()
      const going = letGo()
      await back
      return going
    }
    case 'stop for 60 s': {
      service.freeze()
      const going = letGo()
      await sleep(outageMs)
      service.thaw()
      return going
    }
    case 'full disk': {
      stack.disk?.fill()
      if (name === 'redis') await fillLastPage(stack)
      const going = withoutError(letGo)
      await sleep(outageMs)
      stack.disk?.empty()
      return going
    }
  }
}

/** A file may grow to the end of its last page also on a full disk; once Redis cannot write its log it refuses what would change something. */
async function fillLastPage({ redis }: Stack): Promise<void> {
  const ballast = 'x'.repeat(8 << 10)
  while (await redis.set('crash:ballast', ballast).then(Boolean, () => false)) await sleep(10)
}

/** A Redis whose disk is full refuses what would let the run go on. */
async function withoutError(letGo: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await letGo()
    } catch {
      await sleep(1_000)
    }
  }
}
