import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AlertRecord, acknowledged, joined, type Observation, observed, resolved, takesIn } from './alert-record.ts'
import { alertFixture, pointFixture } from './testing/alert-fixture.ts'

const atMs = Date.parse('2026-11-20T11:00:00Z')
const act = { by: 'someone', reason: 'looked at', atMs }
const place = { series: '0123456789ab', metric: 'latency_ns_p99' } as const
const other = { ...place, series: 'other' }
const seen = (level: Observation['level'], runId = 'r-11'): Observation => ({ runId, ratio: 1, level, atMs })
const words = ({ history }: AlertRecord) => history.map(({ what }) => what)

describe('an alert is resolved by itself', () => {
  it('when its point was back twice in a row, and not by a lucky run', () => {
    const once = observed(alertFixture(), place, seen('back'))
    expect(once.state).toBe('open')
    expect(observed(observed(once, place, seen('between')), place, seen('back')).state).toBe('open')
    const twice = observed(once, place, seen('back', 'r-12'))
    expect([twice.state, words(twice)]).toEqual(['resolved', ['opened', 'recovered', 'resolved']])
    expect(twice.history.at(-1)).toMatchObject({ by: 'alert', reason: 'back at its baseline in 2 runs in a row, last r-12' })
  })

  it('when all of its points are back, none of which was worse again', () => {
    const two = joined(alertFixture(), pointFixture({ series: 'other' }), act)
    const half = observed(observed(two, place, seen('back')), place, seen('back'))
    expect([half.state, words(half)]).toEqual(['open', ['opened', 'joined', 'recovered']])
    const again = observed(half, place, seen('worse'))
    expect(words(again).at(-1)).toBe('worse again')
    const rest = observed(observed(again, other, seen('back')), other, seen('back'))
    expect(rest.state).toBe('open')
    const all = observed(observed(half, other, seen('back')), other, seen('back'))
    expect(all.state).toBe('resolved')
  })

  it('only after two runs in a row that were back, whatever the others were', () => {
    const levels = fc.array(fc.constantFrom('worse', 'between', 'back'), { maxLength: 12 })
    fc.assert(
      fc.property(levels, (order) => {
        let alert = alertFixture()
        for (const [index, level] of order.entries())
          if (alert.state === 'open') alert = observed(alert, place, seen(level, `r-${index}`))
        const isResolved = order.some((level, index) => level === 'back' && order[index - 1] === 'back')
        expect(alert.state).toBe(isResolved ? 'resolved' : 'open')
      }),
    )
  })
})

describe('what moves later', () => {
  const moved = { suite: 'nightly', host: 'bench-1', atMs }
  it('joins an alert of its suite and host as long as that is open', () => {
    expect(takesIn(alertFixture(), { ...moved, atMs: atMs + 1e12 })).toBe(true)
    expect(takesIn(alertFixture(), { ...moved, host: 'bench-2' })).toBe(false)
    expect(takesIn(alertFixture(), { ...moved, suite: 'weekly' })).toBe(false)
  })

  it('joins one that someone looks after for a day, and is news then', () => {
    const known = acknowledged(alertFixture(), act)
    expect(takesIn(known, moved)).toBe(true)
    expect(takesIn(known, { ...moved, atMs: atMs + 86_400_000 })).toBe(false)
    expect(takesIn(resolved(known, act, false), moved)).toBe(false)
  })
})
