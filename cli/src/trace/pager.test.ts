import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import type { TraceSpan } from '@ringside/contract'
import { traceFixture } from '@ringside/contract/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DoorbellNode, DoorbellPage } from '../render/index.ts'
import { TracePager } from './pager.ts'
import { interact } from './terminal.ts'

const size = { rows: 40, columns: 100 }
const render = { width: 100, color: false, unicode: true }

/** A pager over a trace of 20 trials whose doorbells come in pages of two; what it asked for. */
function pagerOf(load?: (node: DoorbellNode, cursor: string | undefined) => Promise<DoorbellPage>) {
  const asked: string[] = []
  const bell = (n: number): TraceSpan => ({
    spanId: `b${n}`,
    parentSpanId: 't0m',
    name: 'doorbell.kick',
    service: 'a',
    startUnixNs: String(1_795_208_640_236_000_000n + BigInt(n)),
    durationNs: 180 + n,
    error: false,
    attributes: { 'vhost.doorbell.batch': '64' },
  })
  const twoBells = async (node: DoorbellNode, cursor = '0'): Promise<DoorbellPage> => {
    asked.push(`${node.handle} ${cursor}`)
    const n = Number(cursor)
    const more = n < 4 ? { next: String(n + 2), nextUnixNs: bell(n + 1).startUnixNs } : {}
    return { spans: [bell(n), bell(n + 1)], earlier: false, ...more }
  }
  const pager = new TracePager({ trace: traceFixture(), options: render, load: load ?? twoBells })
  const press = async (...keys: string[]) => {
    for (const key of keys) await pager.press(key, size)
    return pager.screen(size)
  }
  return { pager, press, asked }
}

/** Keys that move down to the line that has a text. */
async function moveTo(press: (...keys: string[]) => Promise<string[]>, text: string): Promise<void> {
  await press('g')
  for (let i = 0; i < 200; i++) {
    const at = (await press('j')).find((line) => line.startsWith('> '))
    if (at?.includes(text)) return
  }
  throw new Error(`no line has '${text}'`)
}

const selected = (lines: readonly string[]) => lines.find((line) => line.startsWith('> '))

describe('the pager', () => {
  it('shows the folded tree with one line selected, as many lines as the screen has', async () => {
    const { press } = pagerOf()
    const lines = await press('j', 'j', 'k')
    expect(lines).toHaveLength(size.rows)
    expect(selected(lines)).toContain('POST /api/v1/submissions')
    expect(lines.join('\n')).toContain('f1 9 more trial mapped')
    expect(lines.at(-1)).toContain('? help')
  })

  it('unfolds doorbells page by page as they are asked for, and folds them again', async () => {
    const { press, asked } = pagerOf()
    await moveTo(press, 'd1 kick')
    expect(asked).toEqual([])
    expect((await press('enter')).filter((line) => line.includes('batch=64'))).toHaveLength(2)
    await moveTo(press, 'more from')
    const lines = await press('enter')
    expect(lines.filter((line) => line.includes('batch=64'))).toHaveLength(4)
    expect(asked).toEqual(['d1 0', 'd1 2'])
    // Out of the page to its fold, then the fold closes; opened again, it still has what was loaded.
    await press('escape', 'escape')
    expect((await press()).join('\n')).not.toContain('batch=64')
    expect((await press('enter')).filter((line) => line.includes('batch=64'))).toHaveLength(4)
    expect(asked).toHaveLength(2)
  })

  it('unfolds equal spans, and folds any span', async () => {
    const { press } = pagerOf()
    await moveTo(press, 'f1 9 more')
    expect((await press('enter')).join('\n')).toContain('trial 2 mapped')
    await moveTo(press, 'run.execute')
    const lines = await press('enter')
    expect(lines.join('\n')).not.toContain('trial')
    expect((await press('enter')).join('\n')).toContain('trial 1 mapped')
  })

  it('has help that a key opens and another closes', async () => {
    const { press } = pagerOf()
    expect((await press('?')).join('\n')).toContain('ctrl-c    quit')
    expect((await press('escape')).join('\n')).not.toContain('ctrl-c')
  })

  it('says what went wrong with a page, and goes on', async () => {
    const { press } = pagerOf(() => Promise.reject(new Error('the store is away')))
    await moveTo(press, 'd1 kick')
    expect((await press('enter')).at(-1)).toContain('the store is away')
    expect((await press('j')).at(-1)).toContain('? help')
  })

  it('keeps the selected line on the screen, whatever is pressed and however small it is', async () => {
    const keys = fc.array(fc.constantFrom('j', 'k', 'space', 'b', 'g', 'G', 'enter', 'escape', 'x'), { maxLength: 40 })
    const sizes = fc.record({ rows: fc.integer({ min: 3, max: 30 }), columns: fc.integer({ min: 4, max: 120 }) })
    await fc.assert(
      fc.asyncProperty(keys, sizes, async (pressed, small) => {
        const { pager } = pagerOf()
        for (const key of pressed) await pager.press(key, small)
        const lines = pager.screen(small)
        expect(lines).toHaveLength(small.rows)
        expect(lines.filter((line) => line.startsWith('> '))).toHaveLength(1)
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(small.columns)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the terminal', () => {
  /** A terminal that notes whether it is raw, and everything that is drawn. */
  function terminal() {
    const input = new PassThrough()
    const output = Object.assign(new PassThrough(), size)
    const raw: boolean[] = []
    let drawn = ''
    output.on('data', (chunk) => {
      drawn += chunk
    })
    return { input: Object.assign(input, { setRawMode: (on: boolean) => raw.push(on) }), output, raw, drawn: () => drawn }
  }
  const restored = '\u001b[?25h\u001b[?1049l'

  it('is raw while keys are read, and as before at q', async () => {
    const { input, output, raw, drawn } = terminal()
    const { pager } = pagerOf()
    const ended = interact(pager, { input, output })
    expect(raw).toEqual([true])
    for (const keys of ['j', 'j', '\u001b[A', 'q']) input.write(keys)
    await ended
    expect(raw).toEqual([true, false])
    expect(drawn().endsWith(restored)).toBe(true)
    expect(stripVTControlCharacters(drawn())).toContain('ringside run')
    expect(selected(pager.screen(size))).toContain('POST')
  })

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('is as before at %s', async (_, key) => {
    const { input, output, raw, drawn } = terminal()
    const ended = interact(pagerOf().pager, { input, output })
    input.write(key)
    await ended
    expect([raw.at(-1), drawn().endsWith(restored)]).toEqual([false, true])
  })

  it('is as before when its input ends, when a signal comes, and when drawing fails', async () => {
    const [ending, signalled, failing] = [terminal(), terminal(), terminal()]
    const ended = interact(pagerOf().pager, ending)
    ending.input.end()
    await ended
    const stopped = interact(pagerOf().pager, signalled)
    process.emit('SIGTERM', 'SIGTERM')
    await stopped
    let draws = 0
    const broken = {
      press: async () => undefined,
      screen: () => {
        draws += 1
        if (draws > 1) throw new Error('no such row')
        return []
      },
    }
    const failed = interact(broken, failing)
    failing.input.write('j')
    await expect(failed).rejects.toThrow('no such row')
    for (const { raw, drawn } of [ending, signalled, failing]) {
      expect([raw.at(-1), drawn().endsWith(restored)]).toEqual([false, true])
    }
  })

  it('ends at once while a page is loading', async () => {
    const { input, output } = terminal()
    const { pager, press } = pagerOf(() => new Promise(() => undefined))
    await moveTo(press, 'd1 kick')
    const ended = interact(pager, { input, output })
    input.write('\r')
    input.write('q')
    await ended
  })
})
