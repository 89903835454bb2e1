import { copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type FileFault, readSuite } from './suite-file.ts'
import { scratchFolder } from './testing/command.ts'

const suites = fileURLToPath(new URL('../../bench/suites', import.meta.url))
const demo = join(suites, 'demo.yaml')
const capture = fileURLToPath(new URL('../../bench/suites/data/capture.pcap', import.meta.url))

function write(yaml: string | Buffer, name = 'suite.yaml'): string {
  const path = join(scratchFolder(), name)
  writeFileSync(path, yaml)
  return path
}

function faultsOf(path: string): readonly FileFault[] {
  const file = readSuite(path)
  return file.ok ? [] : file.faults
}

const suiteWith = (frame: string) => `apiVersion: ringside/v1
kind: Suite
name: test
backends: [{ name: a, kind: emulated, doorbell: mapped, device: polling }]
workloads: [{ kind: throughput }]
matrix: { frame: [${frame}] }
`

it('reads the demo suite and makes the path of its capture absolute', () => {
  const file = readSuite(demo)
  expect(file.ok && file.suite.matrix.frame).toEqual([64, 1518, { capture }])
})

it('finds a capture beside the suite, wherever the command runs', () => {
  const path = write(suiteWith('{ capture: data/c.pcap }'))
  mkdirSync(join(path, '..', 'data'))
  copyFileSync(capture, join(path, '..', 'data', 'c.pcap'))
  expect(readSuite(path)).toMatchObject({
    ok: true,
    suite: { matrix: { frame: [{ capture: join(path, '..', 'data', 'c.pcap') }] } },
  })
})

it('says line and column of broken YAML, and shows the line', () => {
  const [fault] = faultsOf(write(`${suiteWith('64')}run: { trials: 3\n`))
  expect(fault).toMatchObject({ line: 8, column: 1, path: '', expected: expect.stringContaining('valid YAML') })
})

it('calls a key that is there twice a fault', () => {
  expect(faultsOf(write(`${suiteWith('64')}name: again\n`))).toMatchObject([{ line: 7, column: 1, value: 'name: again' }])
})

it('calls aliases that expand without end a fault', () => {
  const levels = Array.from(
    { length: 9 },
    (_, level) =>
      `l${level}: &l${level} [${Array(9)
        .fill(level === 0 ? 'x' : `*l${level - 1}`)
        .join(', ')}]`,
  )
  expect(faultsOf(write(levels.join('\n')))).toHaveLength(1)
})

it('says where every fault stands: at a value, at a key that is not known, at the mapping that lacks one', () => {
  const path = write(`apiVersion: ringside/v1
kind: Suite
backends:
  - &first { name: a, kind: emulated, doorbell: mappd, device: polling }
  - *first
workloads: [{ kind: throughput }]
matrix:
  frame: [64]
  ringsize:
    - 256
`)
  expect(faultsOf(path)).toMatchObject([
    { file: path, line: 1, column: 1, path: 'name', value: undefined },
    { line: 4, column: 49, path: 'backends[0].doorbell', value: 'mappd' },
    { line: 4, column: 49, path: 'backends[1].doorbell' },
    { line: 9, column: 3, path: 'matrix.ringsize', value: [256] },
    { line: 4, column: 20, path: 'backends[1].name', value: 'a' },
  ])
})

it('calls a document that is nested without end one fault', () => {
  for (const text of [
    '['.repeat(100_000),
    `${'{a: '.repeat(3_000)}1${'}'.repeat(3_000)}`,
    '&a [*a, *a]',
    '&a { b: *a, c: [*a] }',
    `${'- '.repeat(3_000)}1`,
  ]) {
    expect(faultsOf(write(text))).toMatchObject([{ expected: expect.stringContaining('at most 64 levels') }])
  }
})

it('refuses a file of 50 MB by its size, before it reads a byte', () => {
  const path = write('')
  truncateSync(path, 50_000_000)
  expect(() => readSuite(path)).toThrow('it has 50000000 bytes, at most 1048576 are read')
})

it('reads no more of what does not tell its size than it takes', () => {
  expect(() => readSuite('/dev/zero')).toThrow('more than the 1048576 bytes')
})

it('reports faults of the suite and of its captures together', () => {
  const path = write(suiteWith('{ capture: none.pcap }').replace('mapped', 'mappd'))
  expect(faultsOf(path).map((fault) => fault.path)).toEqual(['backends[0].doorbell', 'matrix.frame[0].capture'])
})

const header = (magic: string, linkType = 1) => {
  const bytes = Buffer.alloc(24)
  bytes.write(magic, 'hex')
  bytes.writeUInt32LE(linkType, 20)
  return bytes
}

it.each<[string, Buffer, string]>([
  ['a pcapng file of no byte order', header('0a0d0d0a'), '1a2b3c4d or 4d3c2b1a'],
  ['a pcapng file cut short', header('0a0d0d0a').subarray(0, 8), 'nothing stands there'],
  ['a text', Buffer.from('not a capture at all, only text'), 'this one starts with 6e6f7420'],
  ['an empty file', Buffer.alloc(0), 'this one starts with nothing'],
  ['half a header', header('d4c3b2a1').subarray(0, 10), 'ends after 10'],
  ['a capture of something else than Ethernet', header('d4c3b2a1', 113), 'link type 113'],
])('refuses %s as a capture', (_, bytes, expected) => {
  const path = write(suiteWith('{ capture: c.pcap }'))
  writeFileSync(join(path, '..', 'c.pcap'), bytes)
  expect(faultsOf(path)).toMatchObject([
    { path: 'matrix.frame[0].capture', value: 'c.pcap', expected: expect.stringContaining(expected) },
  ])
})

it.each(['4d3c2b1a', '1a2b3c4d'])('takes a pcapng file of byte order %s', (byteOrder) => {
  const path = write(suiteWith('{ capture: c.pcapng }'))
  const bytes = header('0a0d0d0a')
  bytes.write(byteOrder, 8, 'hex')
  writeFileSync(join(path, '..', 'c.pcapng'), bytes)
  expect(faultsOf(path)).toEqual([])
})

it('leaves frames that are no captures as they are', () => {
  const file = readSuite(write(suiteWith('64, imix')))
  expect(file.ok && file.suite.matrix.frame).toEqual([64, 'imix'])
})

it('never throws, whatever the file holds', () => {
  const path = write('')
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
    fc.string({ unit: fc.constantFrom(...'&*!|>-?:,[]{}#%@`"\'\n \tab1<.~'), maxLength: 80 }),
    fc.nat(400).map((length) => suiteWith('64').slice(0, length)),
  )
  fc.assert(
    fc.property(bytes, (content) => {
      writeFileSync(path, content)
      const file = readSuite(path)
      expect(file.ok || file.faults.length > 0).toBe(true)
    }),
    { numRuns: 300 },
  )
})
