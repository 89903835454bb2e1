import fc from 'fast-check'
import { expect, it } from 'vitest'
import { alertPath, comparePath, linkedSideOf, runPath, tracePath } from './links.ts'

it('leads to runs, to a span of their traces, and to alerts', () => {
  expect([runPath('r-1'), tracePath('r-1'), tracePath('r-1', '00ff'), alertPath('al-1')]).toEqual([
    '/runs/r-1',
    '/runs/r-1/trace',
    '/runs/r-1/trace?span=00ff',
    '/alerts/al-1',
  ])
})

it('finds both sides of a comparison again, whatever a backend is called', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ minLength: 1, unit: 'grapheme' }), (one, other) => {
      const [a, b] = [one, other].map((backend, i) => ({ runId: `r-${i}`, backend })) as [never, never]
      const query = new URL(comparePath(a, b), 'http://localhost').searchParams
      expect([query.get('a'), query.get('b')].map((text) => linkedSideOf(text ?? ''))).toEqual([a, b])
    }),
  )
})

it('takes no half of a side for a side', () => {
  expect(['', 'r-1', 'r-1.', '.mapped'].map(linkedSideOf)).toEqual([undefined, undefined, undefined, undefined])
})
