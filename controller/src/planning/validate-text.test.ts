import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { validateText } from './validate-text.ts'

const demo = readFileSync(new URL('../../../bench/suites/demo.yaml', import.meta.url), 'utf8')
const plain = demo.replace(', { capture: data/capture.pcap }', '')

describe('validateText', () => {
  it('says what a suite without faults makes and costs', async () => {
    const { faults, suite, cost, labels } = await validateText(plain)
    expect(faults).toEqual([])
    expect(suite).toMatchObject({ name: 'demo' })
    expect(labels).toEqual(['throughput 64 B', 'throughput 1518 B', 'latency 64 B 50 kpps', 'latency 1518 B 50 kpps'])
    expect(cost).toEqual({ points: 4, runs: 4, trials: 80, measuringMs: 14_400, estimatedMs: 26_400 })
  })

  it('gives each fault its line and column, and the key in words', async () => {
    const { faults, suite } = await validateText(
      plain.replace('doorbell: eventfd', 'doorbell: evntfd').replace('trials: 10', 'trails: 10'),
    )
    expect(suite).toBeUndefined()
    expect(
      faults.map(({ line, path }) => [
        plain.split('\n')[line - 1]?.includes(path.includes('doorbell') ? 'eventfd' : 'trials'),
        path,
      ]),
    ).toEqual([
      [true, 'backends[1].doorbell'],
      [true, 'run.trails'],
    ])
    expect(faults[1]?.expected).toContain("did you mean 'trials'")
  })

  it('refuses what only files can have: includes, and captures beside them', async () => {
    const { faults } = await validateText(`include: [parts/a.yaml]\n${demo}`)
    expect(faults.map(({ path, expected }) => [path, expected])).toEqual([
      ['include', expect.stringContaining('ringside run FILE')],
      ['matrix.frame[2].capture', expect.stringContaining('absolute path')],
    ])
  })

  it.each(['', '{', 'a: [', '- 1', 'null', '\t', `${'['.repeat(9_000)}`, 'a: &a [*a]'])(
    'has a fault and no exception for %s',
    async (text) => {
      const { faults } = await validateText(text)
      expect(faults.length).toBeGreaterThan(0)
      expect(faults[0]).toMatchObject({ line: expect.any(Number), column: expect.any(Number) })
    },
  )

  it('counts the largest suite without holding others up', async () => {
    const frames = Array.from({ length: 10_000 }, (_, i) => 64 + i)
    const text = plain.replace('[64, 1518]', JSON.stringify(frames))
    const { cost } = await validateText(text)
    expect(cost).toMatchObject({ points: 20_000 })
  })
})
