import fc from 'fast-check'
import { expect, it } from 'vitest'
import { withoutCredentials } from './store-url.ts'

it.each([
  ['http://user:secret@host:8123/db', 'http://host:8123/db'],
  ['https://host/db', 'https://host/db'],
  ['redis://:se@cret@host', 'redis://host'],
  ['chdb', 'chdb'],
])('shows %s as %s', (url, shown) => {
  expect(withoutCredentials(url)).toBe(shown)
})

it('shows no password, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (password) => {
      const url = `http://u:${encodeURIComponent(`<${password}>`)}@host/db`
      expect(withoutCredentials(url)).toBe('http://host/db')
    }),
  )
})
