import { attributes, type OutlierList, type TraceSpan } from '@ringside/contract'
import { runFixture } from '@ringside/contract/testing'
import { describe, expect, it } from 'vitest'
import { linesOf, plain } from './fixture.ts'
import { widthOf } from './line.ts'
import { lossLines } from './trace-losses.ts'
import { renderOutliers } from './trace-outliers.ts'

const span = (name: string, startUnixNs: string, values: Readonly<Record<string, string>> = {}): TraceSpan => ({
  spanId: '1',
  parentSpanId: '2',
  name,
  service: 'ringside-agent',
  startUnixNs,
  durationNs: 88_200,
  error: false,
  attributes: values,
})

const where = { [attributes.trialIndex]: '2', [attributes.backend]: 'mapped', [attributes.phase]: 'measure' }
const bell = { [attributes.queueIndex]: '1', [attributes.doorbellBatch]: '4', [attributes.doorbellObserved]: 'false' }
const link = { traceId: 'a', spanId: 'b', attributes: {} }

describe('the slowest packets', () => {
  const list: OutlierList = {
    total: 1_204,
    outliers: [
      { ...span('packet.outlier', '5000', where), doorbells: [span('doorbell.call', '3766', bell)] },
      { ...span('packet.outlier', '9000'), links: [link, link], doorbells: [] },
      { ...span('packet.outlier', '9000'), doorbells: [] },
    ],
  }

  it('are listed with the doorbells around them, by their time from the packet', () => {
    const lines = linesOf(renderOutliers(list, { ...plain, width: 120, run: runFixture() }))
    expect(lines[0]).toContain('3 of 1,204')
    expect(lines).toContain('   1   88.2 µs  trial 3 of mapped, measure')
    expect(lines).toContain('          -0.001234 ms  call q1  88.2 µs  batch=4  unobserved')
    expect(lines).toContain('      its 2 doorbells are not stored')
    expect(lines).toContain('      no doorbell is linked')
  })

  it('fit terminals of every width', () => {
    for (const width of [1, 40, 80]) {
      const lines = linesOf(renderOutliers(list, { ...plain, width, color: true, run: runFixture() }))
      expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width)
    }
  })

  it('say why there are none', () => {
    const text = renderOutliers({ outliers: [], total: 0 }, { ...plain, run: runFixture() })
    expect(text).toContain('No packet is marked as an outlier.')
  })
})

describe('what was lost', () => {
  const textOf = (run: ReturnType<typeof runFixture>) =>
    lossLines(run, { ...plain, width: 200 }).map((line) =>
      line.map((part) => (typeof part === 'string' ? part : part.text)).join(''),
    )

  it('is one line when nothing was', () => {
    expect(textOf(runFixture({ trials: 2 }))).toEqual([
      expect.stringMatching(/^every doorbell traced; .* stored, 72 of 72 ioctls, 0 dropped$/),
    ])
  })

  it('names the trials, the cause and the size of the ring, and counts those it does not name', () => {
    const lines = textOf(runFixture({ touch: (trial) => ({ ...trial, eventsDropped: 1_204, observationsDropped: 3 }) }))
    expect(lines[1]).toBe(
      '  1,204 doorbells dropped in trial 1 of mapped: event ring of 1,048,576 full; 3 observations dropped in trial 1 of mapped: their doorbells show as unobserved',
    )
    expect(lines.at(-1)).toBe('  and in 15 more trials')
  })

  it('says how doorbells were traced', () => {
    const run = runFixture()
    const traced = (doorbells: string) =>
      textOf({ ...run, spec: { ...run.spec, tracing: { ...run.spec.tracing, doorbells } } })[0]
    expect(traced('off')).toMatch(/^doorbells not traced \(tracing\.doorbells is off\); /)
    expect(traced('around-outliers')).toMatch(/^doorbells traced: around-outliers; /)
    expect(traced('sample 1/64')).toMatch(/^doorbells traced: sample 1\/64; /)
    const { spans: _spans, result: _result, ...under } = run
    expect(textOf({ ...under, state: 'running' })[0]).toContain('the run is running: what is shown is what has arrived')
  })
})
