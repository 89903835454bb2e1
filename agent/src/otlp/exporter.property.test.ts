/** Whatever happens, every span ends in one of three places, and nothing is delivered twice that differs. */
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryLog, scratchFolder } from '../testing/otlp-settings.ts'
import { OtlpExporter } from './exporter.ts'
import type { Answer, Send } from './http-sender.ts'
import { Spool } from './spool.ts'

const outcomes = ['accepted', 'partial', 'refused', 'busy', 'cut', 'stored and cut'] as const
type Outcome = (typeof outcomes)[number]
type Step = { readonly give: number; readonly spans: number } | 'settle' | 'hold' | 'release' | 'catch up' | 'restart'

const answers: Record<Outcome, Answer> = {
  accepted: { status: 'accepted', rejectedSpans: 0, message: '' },
  partial: { status: 'accepted', rejectedSpans: 2, message: 'two of them' },
  refused: { status: 'refused', reason: 'HTTP 400' },
  busy: { status: 'retry', reason: 'HTTP 429', retryAfterMs: 2 },
  cut: { status: 'retry', reason: 'ECONNRESET' },
  'stored and cut': { status: 'retry', reason: 'ECONNRESET' },
}

/** Answers as told, then always accepts. Keeps the bytes that were taken, as often as they were. */
function receiver(script: readonly Outcome[]) {
  const left = [...script]
  const accepted: string[] = []
  const stored = new Set<string>()
  const send: Send = async ({ body }) => {
    const outcome = left.shift() ?? 'accepted'
    await sleep(0)
    if (answers[outcome].status === 'accepted') accepted.push(String(body))
    if (answers[outcome].status === 'accepted' || outcome === 'stored and cut') stored.add(String(body))
    return answers[outcome]
  }
  return { send, accepted, stored }
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ give: fc.integer({ min: 1, max: 90 }), spans: fc.integer({ min: 2, max: 50 }) }) },
  { weight: 4, arbitrary: fc.constantFrom<Step>('settle', 'hold', 'release', 'catch up', 'restart') },
)

test('delivered, spooled and dropped spans are those that were given, over any sequence of outcomes', async () => {
  const script = fc.array(fc.constantFrom(...outcomes), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      script,
      fc.constantFrom(0, 200, 100_000),
      async (steps, script, limitBytes) => {
        const folder = scratchFolder()
        const { send, accepted, stored } = receiver(script)
        const open = async () => {
          const spool = limitBytes === 0 ? undefined : await Spool.open({ folder, limitBytes })
          const times = { patienceMs: 4, firstBackoffMs: 1, maxBackoffMs: 2 }
          return new OtlpExporter({ send, spool, compression: 'none', memoryBytes: 150, ...times, log: memoryLog() })
        }
        let exporter = await open()
        let [given, delivered, dropped] = [0, 0, 0]
        let release = () => {}
        const balance = () => {
          const counters = exporter.counters()
          const lost = Object.values(counters.droppedBy).reduce((sum, spans) => sum + spans, 0)
          expect(counters.delivered + counters.spooledSpans + lost).toBe(counters.given)
          expect(counters.memoryBytes).toBe(0)
          return { ...counters, lost }
        }
        const close = async () => {
          await exporter.close(5)
          const last = balance()
          delivered += last.delivered
          dropped += last.lost
          // What stays on disk is given again to the next.
          given -= last.spooledSpans
          given += last.given
          return last
        }
        for (const [index, step] of steps.entries()) {
          if (step === 'settle') await exporter.settle().then(balance)
          else if (step === 'hold') release = exporter.hold()
          else if (step === 'release') release()
          else if (step === 'catch up') await exporter.catchUp(1_000)
          else if (step === 'restart') {
            await close()
            exporter = await open()
          } else await exporter.send(Buffer.from(`${index} `.padEnd(step.give, 'x')), step.spans)
        }
        const { spooledSpans } = await close()
        const sent = steps.reduce((sum, step) => sum + (typeof step === 'object' ? step.spans : 0), 0)
        expect(delivered + dropped + spooledSpans).toBe(sent)
        expect(given).toBe(sent - spooledSpans)
        expect(new Set(accepted).size, 'nothing that was accepted is sent again').toBe(accepted.length)
        expect([...accepted].every((body) => stored.has(body))).toBe(true)
        rmSync(folder, { recursive: true, force: true })
      },
    ),
    { numRuns: 150 },
  )
})
