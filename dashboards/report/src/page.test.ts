import type { Report } from '@ringside/contract'
import { comparisonFixture, demoRuns, failedRunFixture, reportFixture, runFixture } from '@ringside/contract/testing'
import { describe, expect, it } from 'vitest'
import { comparisonPlots, renderComparisonHtml, renderReportHtml, reportPlots } from './testing.ts'

const origin = { command: 'ringside demo', generatedAt: '2026-11-22T21:04:00.000Z' }
const page = (report: Report) => renderReportHtml(report, origin)
const single = (run: Parameters<typeof runFixture>[0]) => page(reportFixture([runFixture(run)]))

/** What a reader sees: no style, no data, no tags. */
const textOf = (markup: string) =>
  markup
    .replace(/<(style|script)[^>]*>.*?<\/\1>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(lt|gt|quot|amp);/g, (_, name) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name as 'lt'])
    .replaceAll('\u00a0', ' ')

/** The picture of a chart as a wide page shows it. */
const drawingOf = (markup: string, title: string): string =>
  new RegExp(`<div class="chart wide" role="img" aria-label="${title}">(.*?)</div>`, 's').exec(markup)?.[1] ?? ''

describe('renderReportHtml', () => {
  it('says the answer first, then shows every point', () => {
    const markup = page(reportFixture())
    expect(markup).toMatch(/<h1>mapped is faster than eventfd in \d of 5 comparisons/)
    for (const run of demoRuns()) expect(markup).toContain(`<h2 id="${run.id}">${run.label}</h2>`)
    for (const id of ['packets', 'environment', 'method', 'data']) expect(markup).toContain(`<h2 id="${id}">`)
    for (const [, target] of markup.matchAll(/href="#([^"]+)"/g)) expect(markup).toContain(`id="${target}"`)
  })

  it('needs nothing from outside and runs no script', () => {
    const markup = page(reportFixture())
    expect(markup).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`)
    expect(markup.match(/<script/g)).toEqual(['<script'])
    expect(markup).toContain('<script type="application/json"')
    expect(markup.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/(src|href|url)\s*[=(]\s*["']?(https?:|\/\/)/)
    expect(markup).not.toMatch(/\son\w+=/)
  })

  it('marks every trial, in two sizes of picture', () => {
    const markup = single({ trials: 7 })
    const chart = drawingOf(markup, 'throughput 64 B: throughput by trial')
    expect(chart.match(/<path[^>]*fill="var\(--s0\)"/g)).toHaveLength(7)
    expect(chart.match(/<path[^>]*fill="var\(--s1\)"/g)).toHaveLength(7)
    expect(chart).toContain('trials in the order they ran, 1 to 14')
    expect(markup.match(/class="chart wide"/g)).toHaveLength(markup.match(/class="chart narrow"/g)?.length ?? -1)
  })

  it('draws disturbed trials hollow and says why', () => {
    const markup = single({ touch: (trial) => ({ ...trial, generatorLimited: trial.index === 0 }) })
    const chart = drawingOf(markup, 'throughput 64 B: throughput by trial')
    expect(chart.match(/<path[^>]*fill="var\(--paper\)"[^>]*stroke="var\(--s0\)"/g)).toHaveLength(1)
    expect(textOf(markup)).toContain('Hollow: 2 trials with steal above 2 %, a load behind its schedule')
  })

  it('shows what each end of every queue counted, behind a fold', () => {
    const markup = single({ trials: 2 })
    expect(markup).toMatch(/<details><summary>All 4 queues of throughput 64 B<\/summary>/)
    expect(textOf(markup)).toMatch(/1 tx mapped\s+driver\s+[\d,]+\s+64\.0/)
    expect(drawingOf(markup, 'throughput 64 B: packets the device found at once')).toContain('share of rounds')
  })

  it('says what was not verified and where faults were injected, at the point', () => {
    const text = textOf(single({ touch: (trial) => ({ ...trial, verify: 'off', expectedFaults: trial.backend === 'mapped' }) }))
    expect(text).toContain('packets were not verified')
    expect(text).toContain('faults were injected into mapped: this is no comparison of speed')
    expect(text).not.toMatch(/sent\s+unsent\s+verified/)
  })

  it('gives the intended rate beside the offered one where packets had a schedule', () => {
    expect(textOf(single({ workload: { kind: 'latency', rate: '50kpps' }, levels: { a: 400, b: 500 } }))).toMatch(
      /intended\s+offered/,
    )
    expect(textOf(single({}))).not.toMatch(/intended\s+offered/)
    const counted = single({ touch: (trial) => ({ ...trial, cyclesPerPacket: { driver: 31.4, device: 45 } }) })
    expect(textOf(counted)).toContain('driver cycles a packet')
  })

  it('gives each chart as a picture that stands alone', () => {
    const pictures = [...page(reportFixture()).matchAll(/download="[\w.-]+\.svg" href="data:image\/svg\+xml,([^"]+)"/g)]
    // One of ratios, five of trials, two of percentiles, three of batches.
    expect(pictures).toHaveLength(11)
    for (const [, encoded = ''] of pictures) {
      const svg = decodeURIComponent(encoded)
      expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg".*fill="#ffffff".*<\/svg>$/s)
      expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    }
  })

  it('carries its data, readable in the page and as a download', () => {
    const report = reportFixture()
    const markup = page(report)
    const embedded = /<script type="application\/json" id="ringside-report">(.*?)<\/script>/s.exec(markup)?.[1] ?? ''
    expect(JSON.parse(embedded)).toEqual(JSON.parse(JSON.stringify(report)))
    const download = /download="ringside-s-3v8n1z\.json" href="data:application\/json;base64,([^"]+)"/.exec(markup)?.[1] ?? ''
    expect(Buffer.from(download, 'base64').toString()).toBe(embedded)
  })

  it('escapes whatever names users and hosts choose', () => {
    const evil = `</script><script>alert(1)</script>"'><img src=x onerror=alert(1)>`
    const run = runFixture({ label: evil, levels: { [evil]: 3e6, b: 1e6 } })
    const host = { ...(run.result?.host as NonNullable<typeof run.result>['host']), hostname: evil, cpuModel: evil, kernel: evil }
    const hostile = { ...run, result: { ...(run.result as NonNullable<typeof run.result>), host } }
    const failed = { ...failedRunFixture({ id: 'r-2' }), failure: { cause: 'timeout' as const, message: evil } }
    const report = reportFixture([hostile, failed])
    const markup = renderReportHtml(
      { ...report, submission: { ...report.submission, suite: evil } },
      { command: evil, generatedAt: evil, suiteYaml: evil },
    )
    expect(markup.match(/<script/g)).toEqual(['<script'])
    expect(markup.match(/<\/script/g)).toEqual(['</script'])
    expect(markup).not.toContain('<img')
    expect(textOf(markup)).toContain(evil)
  })

  it('tells a failed run, an open one, a single backend and an empty suite', () => {
    expect(textOf(page(reportFixture([failedRunFixture()])))).toMatch(/The run failed\..*1 of 1 runs did not succeed.*ENOMEM/s)
    const { result, spans, endedAt, ...queued } = runFixture()
    expect(textOf(page(reportFixture([{ ...queued, state: 'queued' }])))).toContain(
      'This run is queued; there are no results yet.',
    )
    expect(textOf(single({ levels: { mapped: 1e6 } }))).toContain('One backend was measured')
    expect(textOf(page(reportFixture([])))).toContain('No runs: the suite expanded to no point.')
  })

  it('draws numbers only, whatever the data: one trial, nothing carried, a huge ratio, many backends', () => {
    const many = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`b${i}`, 10 ** (i + 1)]))
    const carriedNothing = runFixture({ levels: { mapped: 0, eventfd: 0 } })
    for (const markup of [
      single({ trials: 1 }),
      page(reportFixture([carriedNothing])),
      single({ levels: { a: 4e9, b: 0.5 } }),
      single({ levels: many }),
      single({ workload: { kind: 'latency', rate: '1pps' }, levels: { a: 1, b: 3e11 } }),
    ]) {
      const svgs = markup.match(/<svg.*?<\/svg>/gs) ?? []
      expect(svgs.length).toBeGreaterThan(0)
      expect(svgs.join('')).not.toMatch(/NaN|Infinity|undefined/)
      expect(textOf(markup)).not.toMatch(/NaN|Infinity|undefined|\[object/)
    }
  })
})

describe('plots of a report', () => {
  it('are files of their own, each once', () => {
    const files = reportPlots(reportFixture())
    expect(new Set(files.map(({ name }) => name)).size).toBe(11)
    for (const { name, svg } of files) {
      expect(name).toMatch(/^[\w.-]+\.svg$/)
      expect(svg).toMatch(/^<svg/)
    }
  })
})

describe('renderComparisonHtml', () => {
  it('says the answer first, then all ratios, then what stands behind the rows', () => {
    const report = comparisonFixture()
    const markup = renderComparisonHtml(report, origin)
    expect(textOf(markup)).toMatch(/mapped is faster than eventfd.*Medians compared.*ring memory\s+differs\s+hugetlb-2M\s+4K/s)
    expect(textOf(markup)).toContain('Details of 1 of 5 rows')
    expect(textOf(markup)).toContain('only in A, or on one backend: throughput imix')
    expect(markup.match(/<script/g)).toEqual(['<script'])
    expect(comparisonPlots(report).map(({ name }) => name)).toContain('latency-64-B-percentiles.svg')
  })

  it('says why there is nothing to compare', () => {
    const { comparison } = comparisonFixture()
    const empty = { comparison: { ...comparison, rows: [], a: { ...comparison.a, runs: 0 } }, details: [] }
    expect(textOf(renderComparisonHtml(empty, origin))).toContain('No run that succeeded is in suite:demo.')
  })
})
