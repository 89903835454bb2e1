/** Values of attributes with their units. */
import { attributes } from '@ringside/contract/span'
import { formatCount, formatQuantity } from '../../../words/src/quantity.ts'

const counted = (what: string) => (value: string) => `${formatCount(Number(value))} ${Number(value) === 1 ? what : `${what}s`}`

const words: Readonly<Record<string, (value: string) => string>> = {
  [attributes.doorbellBatch]: counted('buffer'),
  [attributes.packetsSent]: counted('packet'),
  [attributes.packetsVerified]: counted('packet'),
  [attributes.packetsLost]: counted('packet'),
  [attributes.offeredRatePps]: (value) => formatQuantity(Number(value), 'pps'),
  [attributes.clockNsPerTick]: (value) => `${value} ns`,
  [attributes.clockAnchorUnixNs]: (value) => `${value} ns (Unix)`,
  [attributes.clockAnchorTicks]: counted('tick'),
  // Inside it counts from 0, people count from 1.
  [attributes.trialIndex]: (value) => `${Number(value) + 1} (index ${value})`,
  [attributes.doorbellObserved]: (value) => (value === 'false' ? 'no: nobody was seen to notice it' : 'yes'),
}

export function attributeWords(key: string, value: string): string {
  const say = words[key]
  return say === undefined || value === '' ? value : say(value)
}
