import { expect, test } from 'vitest'
import { loadDatapath } from './native.ts'

test('a datapath that is not built says where it was expected and how to build it', () => {
  expect(() => loadDatapath('/no/such/index.node')).toThrow(/\/no\/such\/index\.node cannot be loaded .*npm run setup/)
})
