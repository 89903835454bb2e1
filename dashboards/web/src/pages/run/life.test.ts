import type { TraceSpan } from '@ringside/contract'
import { spanNames } from '@ringside/contract'
import { describe, expect, it } from 'vitest'
import { lifeOf, lifeSpans } from './life.ts'

const startNs = 1_795_431_353_435_000_000n
type Attributes = Record<string, string>
/** From and for, in ms. */
type Times = readonly [number, number]

const span = (name: string, [atMs, forMs]: Times, attributes: Attributes = {}): TraceSpan => ({
  spanId: `${name} ${atMs}`,
  parentSpanId: '',
  name,
  service: 'x',
  startUnixNs: `${startNs + BigInt(atMs) * 1_000_000n}`,
  durationNs: forMs * 1e6,
  error: attributes.error !== undefined,
  attributes: { 'bench.run.id': 'r-1', ...attributes },
})
const trial = (times: Times, backend: string, more: Attributes = {}) =>
  span('trial', times, { 'vhost.backend': backend, 'bench.trial.index': '0', ...more })
const traceOf = (...spans: TraceSpan[]) => ({ runId: 'r-1', traceId: 't', spans, doorbells: [] })

describe('lifeOf', () => {
  it('knows the spans by the names that the contract has', () => {
    expect(lifeSpans).toEqual([spanNames.run, spanNames.queueWait, spanNames.runExecute, spanNames.trial])
  })

  it('goes from the queue over preparation and trials to the end', () => {
    const spans = [
      trial([30, 10], 'b'),
      trial([12, 10], 'a'),
      span('run.execute', [10, 35]),
      span('queue.wait', [0, 10]),
      span('run', [0, 50]),
    ]
    const life = lifeOf(traceOf(...spans), 'r-1')
    expect(life?.durationNs).toBe(50e6)
    expect(life?.stretches.map(({ kind, title, durationNs }) => [kind, title, durationNs / 1e6])).toEqual([
      ['queue', 'in the queue', 10],
      ['prepare', 'preparing the host', 2],
      ['trial', 'a, trial 1', 10],
      ['trial', 'b, trial 1', 10],
      ['end', 'result and spans on their way', 10],
    ])
  })

  it('leaves out other runs of the submission, and shows what failed', () => {
    const other = trial([1, 1], 'z', { 'bench.run.id': 'r-2' })
    const life = lifeOf(traceOf(other, trial([12, 10], 'a', { error: 'true' })), 'r-1')
    expect(life?.stretches).toMatchObject([{ kind: 'trial', failed: true }])
  })

  it('is nothing before anything is stored', () => {
    expect(lifeOf(traceOf(), 'r-1')).toBeUndefined()
  })
})
