import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { maxIncludeDepth } from '@ringside/contract'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { type FileFault, readSuite } from '../suite-file.ts'
import { scratchFolder } from '../testing/command.ts'

/** Writes files below a folder of their own and reads the suite in the first. */
function read(files: Readonly<Record<string, string>>) {
  const folder = scratchFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const file = readSuite(join(folder, Object.keys(files)[0] ?? ''))
  const near = (fault: FileFault) => `${relative(folder, fault.file)}:${fault.line}:${fault.column} ${fault.path}`
  const faults = file.ok ? [] : file.faults
  return { file, folder, suite: file.ok ? file.suite : undefined, faults, places: faults.map(near) }
}

const head = 'apiVersion: ringside/v1\nkind: Suite\n'
const partHead = 'apiVersion: ringside/v1\nkind: SuitePart\n'
const base = `${partHead}name: base
backends:
  - { name: a, kind: emulated, doorbell: mapped, device: polling, features: [in-order, event-idx] }
  - { name: b, kind: emulated, doorbell: eventfd, device: sleeping }
workloads: [{ kind: throughput }]
matrix: { frame: [64, 128], queues: [1, 2] }
run: { warmup: 10ms, trials: 3 }
`

it('lays the keys of a file over those of what it includes: mappings by key, backends by name, lists as a whole', () => {
  const { suite } = read({
    'suite.yaml': `${head}name: mine
include: [parts/base.yaml, parts/later.yaml]
backends:
  - { name: c, kind: emulated, doorbell: mapped, device: polling }
  - { name: a, features: [mergeable] }
matrix: { frame: [256] }
`,
    'parts/base.yaml': base,
    'parts/later.yaml': `${partHead}run: { trials: 5 }\nhosts: { labels: { nic: e810 } }\n`,
  })
  expect(suite).toEqual({
    apiVersion: 'ringside/v1',
    kind: 'Suite',
    name: 'mine',
    backends: [
      { name: 'a', kind: 'emulated', doorbell: 'mapped', device: 'polling', features: ['mergeable'] },
      { name: 'b', kind: 'emulated', doorbell: 'eventfd', device: 'sleeping' },
      { name: 'c', kind: 'emulated', doorbell: 'mapped', device: 'polling' },
    ],
    workloads: [{ kind: 'throughput' }],
    matrix: { frame: [256], queues: [1, 2] },
    run: { warmup: '10ms', trials: 5 },
    hosts: { labels: { nic: 'e810' } },
  })
})

it('shows in the report what was run, with the includes in it', () => {
  const { file, suite } = read({ 'suite.yaml': `${head}name: mine\ninclude: [base.yaml]\n`, 'base.yaml': base })
  expect(file.ok && parse(file.yaml)).toEqual(suite)
})

it('takes a whole suite as a part of another', () => {
  const { suite } = read({
    'quick.yaml': `${head}name: quick\ninclude: [whole.yaml]\nrun: { trials: 1 }\n`,
    'whole.yaml': base.replace('SuitePart', 'Suite'),
  })
  expect(suite).toMatchObject({ name: 'quick', run: { warmup: '10ms', trials: 1 } })
})

it('says of a fault in which of the files it stands', () => {
  const { places } = read({
    'suite.yaml': `${head}name: mine\ninclude: [base.yaml]\nrun: { trials: 0 }\nbackends: [{ name: b, device: sleepy }]\n`,
    'base.yaml': base.replace('doorbell: mapped', 'dorbell: mapped').replace('10ms', '10'),
  })
  expect(places).toEqual([
    'base.yaml:5:32 backends[0].dorbell',
    'suite.yaml:6:31 backends[1].device',
    'base.yaml:9:16 run.warmup',
    'suite.yaml:5:16 run.trials',
  ])
})

it('starts the path of a capture at the file that names it', () => {
  const { places, faults, folder } = read({
    'suite.yaml': `${head}name: mine\ninclude: [parts/base.yaml]\nexclude: [{ frame: { capture: parts/c.pcap } }]\n`,
    'parts/base.yaml': base.replace('[64, 128]', '[64, { capture: c.pcap }]'),
  })
  // The rule means the same file, so it is no rule that leaves nothing out.
  expect(places).toEqual(['parts/base.yaml:8:34 matrix.frame[1].capture'])
  expect(faults[0]?.expected).toContain(join(folder, 'parts/c.pcap'))
})

it('shows the way of files that lead back to themselves', () => {
  const { faults, places } = read({
    'a.yaml': `${head}include: [b.yaml]\n`,
    'b.yaml': `${partHead}include:\n  - c/c.yaml\n`,
    'c/c.yaml': `${partHead}include: [../a.yaml]\n`,
  })
  expect(places).toEqual(['c/c.yaml:3:11 include[0]'])
  expect(faults[0]?.expected).toContain('a.yaml > b.yaml > c/c.yaml > a.yaml')
})

it('ends where files include each other too often or too deep', () => {
  const chain = Object.fromEntries(
    Array.from({ length: maxIncludeDepth + 2 }, (_, n) => [
      `${n}.yaml`,
      `${n === 0 ? head : partHead}include: [${n + 1}.yaml]\n`,
    ]),
  )
  expect(read(chain).faults).toMatchObject([
    { expected: expect.stringContaining(`at most ${maxIncludeDepth} files that include`) },
  ])
  const twice = (next: string) => `include: [${Array(9).fill(next).join(', ')}]\n`
  const wide = { '0.yaml': head + twice('1.yaml'), '1.yaml': partHead + twice('2.yaml'), '2.yaml': partHead + twice('3.yaml') }
  expect(read({ ...wide, '3.yaml': partHead }).faults).toMatchObject([{ expected: expect.stringContaining('at most 64 files') }])
})

it.each<[string, string, string]>([
  ['a file that is not there', '', 'a readable YAML file at'],
  ['a list', '- 1\n', "a mapping with the keys 'apiVersion', 'kind', 'include'"],
  ['something else', 'apiVersion: v1\nkind: SuitePart\n', "'ringside/v1'"],
  ['what contains itself', `${partHead}run: &a { run: *a }\n`, 'at most 64 levels'],
  ['broken YAML', '{', 'valid YAML'],
])('%s cannot be included', (_, text, expected) => {
  const part = text === '' ? {} : { 'part.yaml': text }
  const { faults } = read({ 'suite.yaml': `${head}include: [part.yaml]\n`, ...part })
  expect(faults[0]?.expected).toContain(expected)
})

it('wants a list of paths, and says so where it stands', () => {
  const { faults, places } = read({ 'suite.yaml': `${head}include: base.yaml\n` })
  expect(places).toEqual(['suite.yaml:3:10 include'])
  expect(faults[0]?.expected).toContain('1 to 16 paths of YAML files')
})
