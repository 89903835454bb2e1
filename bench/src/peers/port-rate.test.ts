import fc from 'fast-check'
import { expect, test } from 'vitest'
import { receivedPps } from './port-rate.ts'

const answer = (rx: string, tx: string): string =>
  [
    'show port stats 0\r',
    '  RX-packets: 29113408   RX-missed: 0          RX-bytes:  1863258112',
    '  Throughput (since last show)',
    `  Rx-pps:     ${rx}          Rx-bps:            0`,
    `  Tx-pps:     ${tx}          Tx-bps:            0`,
    'testpmd> ',
  ].join('\n')

test('the rate of reception is read, not the one of transmission', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (rx, tx) => {
      expect(receivedPps(answer(String(rx), String(tx)))).toBe(rx)
    }),
  )
})

test('an answer without the rate is shown', () => {
  expect(() => receivedPps('Invalid port 7\ntestpmd> ')).toThrow(/'Rx-pps: NUMBER':\nInvalid port 7/)
})

test('nothing else than a whole number or an error comes of any answer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      try {
        expect(Number.isInteger(receivedPps(`Rx-pps: ${text}`))).toBe(true)
      } catch (error) {
        expect((error as Error).message).toMatch(/without a line/)
      }
    }),
  )
})
