import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Address, addressOf, queryOf } from './address.ts'

const unixNs = fc.bigInt({ min: 1n, max: 8_999_999_999_999_999_999n })
const address: fc.Arbitrary<Address> = fc
  .record({
    times: fc.option(fc.tuple(unixNs, fc.bigInt({ min: 1n, max: 999_999_999_999n }))),
    selected: fc.option(fc.stringMatching(/^[0-9a-f]{16}$/), { nil: undefined }),
    search: fc.string(),
    toggled: fc.uniqueArray(fc.stringMatching(/^([0-9a-f]{16}|[df][1-9]|in:[0-9a-f]{16})$/), { maxLength: 60 }),
  })
  .map(({ times, selected, search, toggled }) => ({
    ...(times && { fromUnixNs: String(times[0]), toUnixNs: String(times[0] + times[1]) }),
    ...(selected !== undefined && { selected }),
    search,
    toggled,
  }))

it('restores what was in it', () => {
  fc.assert(
    fc.property(address, (given) => {
      expect(addressOf(new URLSearchParams(queryOf(given)))).toEqual(given)
    }),
  )
})

it('says nothing where nothing is to be said, and leaves out what no address could hold', () => {
  expect(queryOf({ search: '', toggled: [] })).toBe('')
  const toggled = Array.from({ length: 61 }, (_, i) => `f${i}`)
  expect(queryOf({ search: 'x', toggled })).toBe('?q=x')
})

it('takes no times that are none, or the wrong way round', () => {
  for (const query of ['from=1', 'from=2&to=1', 'from=x&to=9', `from=1&to=${'9'.repeat(20)}`])
    expect(addressOf(new URLSearchParams(query))).toEqual({ search: '', toggled: [] })
})
