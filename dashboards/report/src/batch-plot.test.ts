import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawBatches } from './batch-plot.ts'
import { seriesOf } from './series.ts'

const series = seriesOf(['a', 'b'])
const counts = fc.array(fc.nat(1e9), { minLength: 16, maxLength: 16 })

it('marks every size that occurred, for each backend, with numbers only', () => {
  fc.assert(
    fc.property(counts, counts, fc.constantFrom('wide' as const, 'narrow' as const), (a, b, width) => {
      const { markup } = drawBatches(
        [
          { backend: 'a', counts: a },
          { backend: 'b', counts: b },
        ],
        series,
        width,
      )
      expect(markup.match(/class="mark /g) ?? []).toHaveLength([...a, ...b].filter((count) => count > 0).length)
      expect(markup).not.toMatch(/NaN|Infinity|undefined/)
    }),
  )
})

it('shows sizes up to the largest that occurred, as shares of the rounds', () => {
  const { markup } = drawBatches([{ backend: 'a', counts: [1, 0, 3, ...Array<number>(13).fill(0)] }], series, 'wide')
  expect(markup).toContain('>4<')
  expect(markup).not.toContain('>8<')
  expect(markup).toContain('>60 %<')
})
