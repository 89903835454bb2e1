import { join } from 'node:path'
import { demoRuns, failedRunFixture, runFixture } from '@ringside/contract/testing'
import { describe, expect, it } from 'vitest'
import { renderFaults } from './faults.ts'
import { linesOf, plain } from './fixture.ts'
import { widthOf } from './line.ts'
import { renderRun, renderRuns } from './runs.ts'

describe('renderRuns', () => {
  it('gives every run a row with state and cause', () => {
    const running = {
      ...runFixture({ id: 'r-now' }),
      state: 'running' as const,
      progress: { state: 'running' as const, phase: 'mapped 3/10', percent: 31.4, remainingMs: 9_000 },
    }
    const lines = linesOf(renderRuns([running, failedRunFixture({ id: 'r-bad' }), ...demoRuns()], { ...plain, width: 120 }))
    expect(lines[0]).toMatch(/^ {2}run +state +submitted \(UTC\) +took +point +suite +backends$/)
    expect(lines[1]).toMatch(/^ {2}r-now +running 31 % +2026-11-20 21:04/)
    expect(lines[2]).toMatch(/^ {2}r-bad +failed: benchmark/)
    expect(lines[3]).toMatch(/succeeded +2026-11-20 21:04 +25\.0 s +throughput 64 B +demo +mapped, eventfd$/)
    expect(lines).toHaveLength(6)
  })

  it('leaves out columns before it cuts them', () => {
    const lines = linesOf(renderRuns(demoRuns(), plain))
    expect(lines[0]).not.toContain('backends')
    expect(lines.join()).not.toContain('…')
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80)
  })

  it('names the command that makes the first run', () => {
    expect(renderRuns([], plain)).toContain('ringside run SUITE.yaml')
  })
})

describe('renderRun', () => {
  it('shows every trial with loss, steal and whether the load kept its schedule', () => {
    const run = runFixture({ trials: 2, touch: (trial) => ({ ...trial, generatorLimited: trial.index === 1 }) })
    const text = renderRun(run, { ...plain, width: 120 })
    expect(text).toMatch(/1 +mapped +0 +0\.4 % +3\d\.\d Mpps +1\d\.\d Gbit\/s$/m)
    expect(text.match(/load behind/g)).toHaveLength(2)
    expect(text).toContain('72 ioctls issued, 72 stored')
  })

  it('shows intended beside offered rates where packets had a schedule, and cycles where they were counted', () => {
    const touch = <Trial extends object>(trial: Trial) => ({ ...trial, cyclesPerPacket: { driver: 31.4, device: 45 } })
    const run = runFixture({ workload: { kind: 'latency', rate: '50kpps' }, levels: { mapped: 400 }, trials: 3, touch })
    const text = renderRun(run, { ...plain, width: 140 })
    expect(text).toMatch(/intended +offered/)
    expect(text).toContain('cycles  mapped: 31 driver, 45 device a packet (medians of 3)')
    expect(renderRun(runFixture(), plain)).not.toContain('intended')
  })

  it('shows what both ends of every queue counted to those who ask', () => {
    const run = runFixture({ trials: 2 })
    expect(renderRun(run, plain)).not.toContain('at once')
    const lines = linesOf(renderRun(run, { ...plain, width: 120 }, { queues: true }))
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}queue +end +packets +at once +rung +dropped/))
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}1 tx mapped +driver +[\d,]+ +64\.0 +[\d,]+ +0 /))
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}0 rx eventfd +device +0 +– +0 +0 /))
    const narrow = linesOf(renderRun(run, { ...plain, width: 72 }, { queues: true }))
    expect(Math.max(...narrow.map(widthOf))).toBeLessThanOrEqual(72)
  })

  it('says what was not verified and where faults were injected', () => {
    const touch = <Trial extends { backend: string }>(trial: Trial) => ({ ...trial, expectedFaults: trial.backend === 'mapped' })
    const text = renderRun(runFixture({ workload: { kind: 'throughput', verify: 'header' }, touch }), plain)
    expect(text).toContain('! packets were verified by header only')
    expect(text).toContain('! faults were injected into mapped')
    expect(text).toContain('rings   1 pair, split, 256 descriptors')
  })

  it('shows why a run failed', () => {
    const text = renderRun(failedRunFixture(), plain)
    expect(text).toContain('failed (benchmark)')
    expect(text).toContain('ENOMEM')
  })
})

describe('renderFaults', () => {
  it('says where, what stands there and what was expected', () => {
    const faults = [
      { path: 'backends[0].doorbell', value: 'mappd', expected: "'mapped' or 'eventfd'" },
      { path: 'workloads', value: undefined, expected: 'at least one workload' },
      { path: '', value: { a: 'x'.repeat(1000) }, expected: 'a suite' },
      { path: 'name', value: 'a\u001b[31m\u202e', expected: 'a name' },
    ].map((fault, index) => ({ ...fault, file: join(process.cwd(), 'suites/demo.yaml'), line: 7 + index, column: 3 }))
    expect(renderFaults(faults, '/elsewhere/nightly.yaml', { ...plain, width: 20 })).toBe(
      [
        '/elsewhere/nightly.yaml: 4 faults, nothing was started',
        `suites/demo.yaml:7:3 backends[0].doorbell: is "mappd", expected 'mapped' or 'eventfd'`,
        'suites/demo.yaml:8:3 workloads: is missing, expected at least one workload',
        `suites/demo.yaml:9:3: is {"a":"${'x'.repeat(53)}…, expected a suite`,
        'suites/demo.yaml:10:3 name: is "a\\u001b[31m ", expected a name',
      ].join('\n'),
    )
  })
})
