import fc from 'fast-check'
import { expect, it } from 'vitest'
import { frameStream, fromFrames, toFrame } from './compressed-frames.ts'
import { QueryError } from './query-error.ts'

const methods = fc.constantFrom('LZ4', 'ZSTD', 'NONE')
/** Some that compress well, some that do not. */
const contents = fc
  .tuple(fc.uint8Array({ maxLength: 300 }), fc.nat({ max: 2_000 }))
  .map(([bytes, times]) => Buffer.concat([Buffer.from(bytes), Buffer.alloc(times, 'ab')]))
const mostBytes = 1 << 20

it('gives back what was framed, by whatever methods, in whatever pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(contents, methods)), (parts) => {
      const frames = Buffer.concat(parts.map(([content, method]) => toFrame(content, method)))
      expect(fromFrames(frames, mostBytes)).toEqual(Buffer.concat(parts.map(([content]) => content)))
    }),
  )
})

it('frames a stream of any chunks', async () => {
  const chunks = [Buffer.alloc(700_000, 'x'), Buffer.from('y'), Buffer.alloc(0)]
  for (const method of ['LZ4', 'ZSTD', 'NONE'] as const) {
    const stream = frameStream(method)
    for (const chunk of chunks) stream.write(chunk)
    stream.end()
    const frames = Buffer.concat(await stream.toArray())
    expect(fromFrames(frames, mostBytes).equals(Buffer.concat(chunks))).toBe(true)
  }
})

it('refuses frames that were changed or cut anywhere', () => {
  fc.assert(
    fc.property(contents, methods, fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), (content, method, [place, change]) => {
      const frame = toFrame(content, method)
      const changed = Buffer.from(frame)
      const at = place % frame.length
      changed.writeUInt8(changed.readUInt8(at) ^ change, at)
      expect(() => fromFrames(changed, mostBytes)).toThrow(QueryError)
      if (at > 0) expect(() => fromFrames(frame.subarray(0, at), mostBytes)).toThrow(QueryError)
    }),
  )
})

it('never does anything but refuse what is no frame', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => {
      expect(() => fromFrames(Buffer.from(bytes), mostBytes)).toThrow(QueryError)
    }),
  )
})

it('refuses more than it may hold before it makes room for it', () => {
  const frame = toFrame(Buffer.alloc(2_000), 'LZ4')
  expect(() => fromFrames(frame, 1_999)).toThrow(/more than 1999 bytes/)
  expect(() => fromFrames(Buffer.concat([frame, frame]), 3_999)).toThrow(/more than 3999 bytes/)
  expect(fromFrames(frame, 2_000)).toEqual(Buffer.alloc(2_000))
})
