import { expect, test } from 'vitest'
import type { BenchResult } from './result.ts'
import { runBench } from './run-bench.ts'
import type { Contest } from './side.ts'
import { fakeSide } from './testing/fake-side.ts'

const silent = { show: () => undefined, note: () => undefined, end: () => undefined }

const never = new AbortController().signal

function run(contests: Readonly<Record<string, Contest>>, signal: AbortSignal = never) {
  const groups = Object.entries(contests).map(([name, contest]) => ({ name, contest }))
  const bench = { name: 'fake', description: 'nothing', unit: 'packets/s', hugepages: 0, groups }
  const seen: BenchResult[] = []
  const outcome = runBench({ bench, pairs: 2, cases: [], signal, progress: silent, onResult: (result) => void seen.push(result) })
  return { outcome, seen }
}

test('every result is told as it is known, and what memory stood on', async () => {
  const ours = fakeSide('ours', { rates: [6], pages: '4K' })
  const { outcome, seen } = run({ a: { ours: [{ case: 'a-split', side: ours }], peers: [fakeSide('peer', { rates: [2] })] } })
  expect(await outcome).toMatchObject({
    results: [{ case: 'a-split', ratio: 3 }],
    pages: ['4K pages: ours'],
    failures: [],
    missed: [],
  })
  expect(seen).toEqual((await outcome).results)
  expect(ours.calls).toEqual(['ours.prepare', 'ours.trial', 'ours.trial', 'ours.close'])
})

test('a ratio below its bar is missed, one that reaches it is not', async () => {
  const contest = (bar: number): Contest => ({
    ours: [{ case: `bar-${bar}`, side: fakeSide('ours', { rates: [3] }), bar }],
    peers: [fakeSide('peer', { rates: [2] })],
  })
  const { missed } = await run({ low: contest(1.5), high: contest(1.6) }).outcome
  expect(missed).toEqual(['bar-1.6: ratio 1.50, expected at least 1.6'])
})

test('a figure below what it must reach is missed, and a finding that says so', async () => {
  const finding = (text: string, missed: boolean) => ({ text, missed })
  const ours = { ...fakeSide('ours', { rates: [3] }), findings: () => [finding('17 bytes', true), finding('all stored', false)] }
  const contest: Contest = { ours: [{ case: 'few', side: ours, least: 4 }], peers: [fakeSide('peer')] }
  const enough: Contest = {
    ours: [{ case: 'enough', side: fakeSide('ours', { rates: [4] }), least: 4 }],
    peers: [fakeSide('peer')],
  }
  const { missed } = await run({ contest, enough }).outcome
  expect(missed).toEqual(['few: 3 packets/s, expected at least 4', '17 bytes'])
})

test('a group that fails is closed and named, and the next one is measured', async () => {
  const broken = fakeSide('broken', { fault: 'no such program' })
  const ours = fakeSide('ours')
  const { outcome } = run({
    a: { ours: [{ case: 'a-split', side: ours }], peers: [broken] },
    b: { ours: [{ case: 'b-split', side: fakeSide('ours') }], peers: [fakeSide('peer')] },
  })
  expect(await outcome).toMatchObject({ failures: ['fake a: no such program'], results: [{ case: 'b-split' }] })
  expect(broken.calls).toEqual(['broken.prepare', 'broken.close'])
  expect(ours.calls).toEqual(['ours.prepare', 'ours.close'])
})

test('an abort closes what was open and measures nothing more', async () => {
  const interruption = new AbortController()
  const peer = fakeSide('peer')
  const ours = { ...fakeSide('ours'), trial: async () => interruption.abort() ?? 1 }
  const next = fakeSide('next')
  const { outcome } = run(
    { a: { ours: [{ case: 'a-split', side: ours }], peers: [peer] }, b: { ours: [{ case: 'b', side: next }], peers: [peer] } },
    interruption.signal,
  )
  await expect(outcome).rejects.toThrow(/abort/i)
  expect(peer.calls).toEqual(['peer.prepare', 'peer.close'])
  expect(next.calls).toEqual([])
})

test('a bench that cannot have its pages says how many it needs and prepares nothing', async () => {
  const ours = fakeSide('ours')
  const group = { name: 'a', contest: { ours: [{ case: 'a-split', side: ours }], peers: [fakeSide('peer')] } }
  const bench = { name: 'fake', description: 'nothing', unit: 'packets/s', hugepages: 200, groups: [group] }
  const reserve = () => ({ text: '3 free 2 MB pages', enough: false, release: () => undefined })
  const options = { bench, pairs: 2, cases: [], signal: never, progress: silent, onResult: () => undefined }
  const { failures } = await runBench(options, reserve)
  expect(failures).toEqual([
    expect.stringMatching(/^fake needs 200 free 2 MB pages, but there are 3 free 2 MB pages; run it as root/),
  ])
  expect(ours.calls).toEqual([])
})

test('what the groups of a bench share is ended after the last of them, also when one fails', async () => {
  const calls: string[] = []
  const group = (name: string, fault: object) => ({
    name,
    contest: { ours: [{ case: name, side: fakeSide(name, { calls, ...fault }) }], peers: [fakeSide('peer')] },
  })
  const close = async () => void calls.push('bench.close')
  const groups = [group('a', {}), group('b', { fault: 'broken' })]
  const bench = { name: 'fake', description: 'nothing', unit: 'opens/s', hugepages: 0, groups, close }
  await runBench({ bench, pairs: 1, cases: [], signal: never, progress: silent, onResult: () => undefined })
  expect(calls).toEqual(['a.prepare', 'a.trial', 'a.close', 'b.prepare', 'b.close', 'bench.close'])
})

test('a side that takes long to prepare shows how far it is', async () => {
  const shown: string[] = []
  const progress = { ...silent, show: (line: string) => void shown.push(line) }
  const ours = { ...fakeSide('ours'), prepare: async (_: AbortSignal, onStep?: (step: string) => void) => onStep?.('half') }
  const group = { name: 'a', contest: { ours: [{ case: 'a', side: ours }], peers: [fakeSide('peer')] } }
  const bench = { name: 'fake', description: 'nothing', unit: 'opens/s', hugepages: 0, groups: [group] }
  await runBench({ bench, pairs: 1, cases: [], signal: never, progress, onResult: () => undefined })
  expect(shown).toContain('fake a: preparing ours: half')
})
