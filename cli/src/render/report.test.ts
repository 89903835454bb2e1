import { demoRuns, failedRunFixture, reportFixture, runFixture } from '@ringside/contract/testing'
import { describe, expect, it } from 'vitest'
import { renderComparisons } from './comparisons.ts'
import { linesOf, plain } from './fixture.ts'
import { widthOf } from './line.ts'
import { renderReport } from './report.ts'

describe('renderReport', () => {
  it('starts with the answer and ends with where it ran', () => {
    const lines = linesOf(renderReport(reportFixture(), plain))
    expect(lines[0]).toBe('demo  3 points, 10 trials a backend, submission s-3v8n1z')
    expect(lines[2]).toMatch(/^mapped is faster than eventfd in \d of 5 comparisons/)
    expect(lines.join('\n')).toContain('packets: 360,436,465 sent, 360,436,465 verified, 0 lost')
    expect(lines.join('\n')).toContain('steal at most 3.1 %')
    expect(lines.at(-1)).toContain('in 1 of 60 trials')
  })

  it('shows both medians, the ratio, the interval and the verdict of every comparison', () => {
    const lines = linesOf(renderReport(reportFixture(demoRuns().slice(0, 1)), plain))
    const head = lines.findIndex((line) => line.startsWith('  throughput 64 B'))
    expect(lines.slice(head, head + 4).join('\n')).toMatch(
      /^ {2}throughput 64 B +6\.\d\d x {2}\[6\.\d\d, 7\.\d\d\] +faster\n {4}mapped {3}█+▏? 31\.\d Mpps\n {4}eventfd {2}█+. 4\.\d\d Mpps\n {4}medians of 10 pairs, p < 0\.001$/,
    )
  })

  it('fits terminals of every width, with and without Unicode', () => {
    const reports = [reportFixture(), reportFixture([failedRunFixture(), runFixture({ trials: 2 })]), reportFixture([])]
    for (const width of [1, 20, 40, 60, 80, 100, 200]) {
      for (const unicode of [true, false]) {
        for (const report of reports) {
          const lines = linesOf(renderReport(report, { width, unicode, color: true }))
          expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width)
          if (!unicode) expect(lines.join('')).toMatch(/^[\x20-\x7e]*$/)
        }
      }
    }
  })

  it('says what failed and why, and does not compare it', () => {
    const text = renderReport(reportFixture([failedRunFixture()]), plain)
    expect(text).toContain('Nothing to compare: no run has finished with two measured backends.')
    expect(text).toContain('! throughput 64 B: failed (benchmark)')
    expect(text).toContain("raise 'ulimit -l'")
    expect(text).not.toContain('packets:')
  })

  it('says what to do when there is only one backend, or nothing at all', () => {
    expect(renderReport(reportFixture([runFixture({ levels: { mapped: 1e6 } })]), plain)).toContain('Add a second under backends')
    expect(renderReport(reportFixture([]), plain)).toContain('the suite expanded to no point')
  })

  it('asks for more trials instead of pretending to an interval', () => {
    const text = renderReport(reportFixture([runFixture({ trials: 2 })]), plain)
    expect(text).toContain("Can't tell mapped and eventfd apart.")
    expect(text).toContain('[no bounds]')
    expect(text).toContain('about 5 trials a side would tell')
  })

  it('writes losses and drops where they are counted', () => {
    const lossy = runFixture({
      touch: (trial) => ({
        ...trial,
        packets: { ...trial.packets, lost: 10, verified: trial.packets.sent - 10 },
        eventsDropped: 3,
      }),
    })
    const text = renderReport(reportFixture([lossy]), { ...plain, color: true })
    expect(text).toContain('\u001b[33m200 lost\u001b[0m')
    expect(text).toContain('recorded + 60 dropped; ')
    expect(text).toContain('\u001b[33m60 dropped; trace incomplete\u001b[0m')
    expect(text).toMatch(/the event ring of [\d,]+ doorbells was full in 20 of 20 trials: raise/)
    expect(text).toContain('tracing.ringEvents')
  })

  it('tells spans that come later from those that are lost', () => {
    const report = reportFixture([runFixture()])
    const late = (stored: number) =>
      renderReport(
        { ...report, spans: { ...report.spans, ioctl: { issued: 360, stored }, spooled: 300 } },
        { ...plain, width: 200 },
      )
    expect(late(60)).toContain(
      "0 dropped; trace incomplete\n       300 spans were on the agent's disk when the run ended: they are stored when",
    )
    expect(late(360)).not.toContain('disk')
  })

  it('calls packets verified only where they were, and losses of injected faults no warning', () => {
    const touch = <Trial extends { packets: object }>(trial: Trial) => ({
      ...trial,
      expectedFaults: true,
      packets: { ...trial.packets, lost: 10 },
    })
    const run = runFixture({ workload: { kind: 'throughput', verify: 'off' }, touch })
    const text = renderReport(reportFixture([run as ReturnType<typeof runFixture>]), { ...plain, color: true })
    expect(text).toMatch(/[\d,]+ sent, [\d,]+ arrived, 200 lost/)
    expect(text).toContain('! packets were not verified')
    expect(text).toContain('! faults were injected into mapped, eventfd')
  })

  it('judges a ping-pong by its latency', () => {
    const run = runFixture({ workload: { kind: 'pingpong' }, levels: { mapped: 400, eventfd: 9_000 } })
    const text = renderReport(reportFixture([run]), plain)
    expect(text).toMatch(/latency p50 64 B/)
    expect(text).toMatch(/latency p99 64 B/)
  })

  it('does not speak of stored doorbells where none were to be traced', () => {
    const run = runFixture()
    const untraced = { ...run, spec: { ...run.spec, tracing: { ...run.spec.tracing, doorbells: 'off' } } }
    const text = renderReport(reportFixture([untraced]), plain)
    expect(text).toContain('doorbells not traced (tracing.doorbells is off)')
    expect(text).not.toContain('doorbells rung')
  })

  it('gives the medians of a backend that stands alone', () => {
    const text = renderReport(reportFixture([runFixture({ levels: { mapped: 1e6 }, noiseRatio: 0 })]), plain)
    expect(text).toMatch(/throughput 64 B +throughput +1\.00 Mpps +1\.00 Mpps to 1\.00 Mpps +10\n/)
  })
})

describe('renderComparisons', () => {
  it('says so when there is nothing to compare', () => {
    expect(renderComparisons({ comparisons: [], latencies: [] }, plain)).toContain('no two backends measured the same metric')
  })

  it('gives the percentiles with their packet counts', () => {
    const text = renderComparisons(reportFixture(demoRuns().slice(1, 2)), plain)
    expect(text).toMatch(/backend +p50 +p90 +p99 +p99\.9 +max +packets\n {2}mapped +\d+ ns .* 500,000/)
  })
})
