import { expect, test } from 'vitest'
import { benches, caseNames, selectGroups } from './benches.ts'

const [datapath] = benches
if (datapath === undefined) throw new Error('there are no benches')

test('no two cases of a bench have the same name', () => {
  for (const bench of benches) expect(new Set(caseNames(bench)).size).toBe(caseNames(bench).length)
})

test('every group has somebody to be compared with', () => {
  for (const { contest } of benches.flatMap(({ groups }) => groups)) {
    expect(contest.ours.length).toBeGreaterThan(0)
    expect(contest.peers.length).toBeGreaterThan(0)
  }
})

test('every case of the datapath has its bar', () => {
  for (const { contest } of datapath.groups) {
    for (const { bar } of contest.ours) expect(bar).toBeGreaterThanOrEqual(1)
  }
})

test('cases are chosen by the name of their group or by their own', () => {
  const chosen = (names: string[]) =>
    selectGroups(datapath, names).map(({ name, contest }) => [name, contest.ours.map((o) => o.case)])
  expect(chosen(['oneway-512-split'])).toEqual([['oneway-512', ['oneway-512-split']]])
  expect(chosen(['loopback-64']).map(([name]) => name)).toEqual(['loopback-64'])
  expect(chosen([])).toHaveLength(datapath.groups.length)
})
