import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRunSet, parseRunSet, type RunSet } from './run-set.ts'

describe('a set of runs in words', () => {
  it.each([
    ['r-7k2m9q4x1c', { run: 'r-7k2m9q4x1c' }],
    ['r-7k2m9q4x1c:mapped', { run: 'r-7k2m9q4x1c', backend: 'mapped' }],
    ['r-7k2m9q4x1c.mapped', { run: 'r-7k2m9q4x1c', backend: 'mapped' }],
    ['s-3v8n1z:a:b', { submission: 's-3v8n1z', backend: 'a:b' }],
    ['  suite:nightly  host:h-1 backend:sw ', { suite: 'nightly', host: 'h-1', backend: 'sw' }],
    ['label:"latency 64 B" since:2026-11-01', { label: 'latency 64 B', since: '2026-11-01T00:00:00.000Z' }],
  ])('%s is understood', (text, set) => {
    expect(parseRunSet(text)).toEqual({ set })
  })

  it.each([
    ['', 'an empty set'],
    ['nightly', "'nightly' is no run and no submission"],
    ['speed:9', "'speed' is no word of a set"],
    ['suite:', "'suite:' is no"],
    ['suite:a suite:b', "'suite' is said twice"],
    ['since:yesterday', 'is no time'],
    ['label:"open', 'is no'],
  ])('%j is refused with what was expected', (text, words) => {
    const parsed = parseRunSet(text)
    expect(parsed).toHaveProperty('fault', expect.stringContaining(words))
    expect(parsed).toHaveProperty('fault', expect.stringContaining('expected'))
  })

  it('reads what it writes', () => {
    const value = fc.stringMatching(/^[\w./:-][\w ./:-]{0,20}[\w./:-]$/)
    const id = fc.oneof(
      fc.record({ run: fc.stringMatching(/^r-[a-z0-9]{1,10}$/) }),
      fc.record({ submission: fc.stringMatching(/^s-[a-z0-9]{1,10}$/) }),
      fc.record({ suite: value }),
    )
    const rest = fc.record({ label: value, host: value, backend: fc.stringMatching(/^[\w.-]{1,20}$/) }, { requiredKeys: [] })
    fc.assert(
      fc.property(id, rest, (a, b) => {
        const set: RunSet = { ...a, ...b }
        expect(parseRunSet(formatRunSet(set))).toEqual({ set })
      }),
    )
  })

  it('never throws, whatever it reads', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseRunSet(text)))
  })
})
