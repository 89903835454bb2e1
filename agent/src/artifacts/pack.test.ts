import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packArtifact } from './pack.ts'
import { RunLog } from './run-log.ts'

const unpack = ({ gzipBase64 }: { gzipBase64: string }) => String(gunzipSync(Buffer.from(gzipBase64, 'base64')))
const pack = (text: string, maxBytes?: number) => packArtifact({ name: 'log', mediaType: 'text/plain', text }, maxBytes)

describe('an artifact', () => {
  test('holds a text of any script as it is', () => {
    const holds = (text: string) => void expect(unpack(pack(text))).toBe(text)
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), holds))
  })

  test('never holds more than it may, and says what is missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (bytes) => {
        const text = randomBytes(bytes).toString('base64')
        const packed = pack(text, 1_000)
        expect(Buffer.from(packed.gzipBase64, 'base64').length).toBeLessThanOrEqual(1_000)
        if (unpack(packed) !== text)
          expect(unpack(packed)).toMatch(new RegExp(`of ${text.length} characters the first \\d+ are kept`))
      }),
    )
  })
})

test('the log of a run has the lines from its begin to its end, and no others', () => {
  const log = new RunLog()
  log.write('before\n')
  log.begin()
  log.write('one\n')
  log.write('two\n')
  expect(log.text()).toBe('one\ntwo\n')
  log.begin()
  for (let line = 0; line < 20; line++) log.write(`${'x'.repeat(1 << 20)}\n`)
  expect(log.text()).toMatch(/"5 more lines were not kept"/)
  log.end()
  log.write('after\n')
  expect(log.text()).not.toContain('after')
})
