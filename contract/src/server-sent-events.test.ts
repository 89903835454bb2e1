import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ServerSentEvent, serverSentEvents } from './server-sent-events.ts'

function streamOf(bytes: Uint8Array, cuts: readonly number[]): ReadableStream<Uint8Array> {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return ReadableStream.from(edges.slice(1).map((end, index) => bytes.subarray(edges[index] ?? 0, end)))
}

async function read(text: string, cuts: readonly number[] = []): Promise<ServerSentEvent[]> {
  return Array.fromAsync(serverSentEvents(streamOf(new TextEncoder().encode(text), cuts)))
}

it('reads names, several data lines, comments and unnamed events', async () => {
  const text = ': hello\nevent: run\ndata: a\ndata:  b\nid: 7\n\n\ndata\n\nevent: end\n\ndata: cut off'
  expect(await read(text)).toEqual([
    { event: 'run', data: 'a\n b', id: '7' },
    { event: 'message', data: '', id: '7' },
  ])
})

it('gives back what was sent, however lines end and wherever the stream is cut', async () => {
  const word = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n\u2028]/g, '?'))
  const events = fc.array(
    fc.record({ event: word.filter((text) => text !== ''), data: fc.array(word, { minLength: 1, maxLength: 3 }) }),
  )
  await fc.assert(
    fc.asyncProperty(events, fc.constantFrom('\n', '\r\n'), fc.array(fc.nat(), { maxLength: 8 }), async (sent, end, cuts) => {
      const text = sent
        .map(({ event, data }) => [`event: ${event}`, ...data.map((line) => `data: ${line}`), '', ''].join(end))
        .join('')
      expect(await read(text, cuts)).toEqual(sent.map(({ event, data }) => ({ event, data: data.join('\n') })))
    }),
  )
})
