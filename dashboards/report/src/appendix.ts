/** Where it ran, how the figures were made, and the data themselves. */
import type { HostFacts, Report, TrialResult } from '@ringside/contract'
import { formatPercent, formatQuantity } from '../../words/src/index.ts'
import { type Content, embeddedJson, type Html, html, trusted } from './html.ts'

export interface Origin {
  /** The suite as it was written. */
  readonly suiteYaml?: string
  /** The command that made the report. */
  readonly command: string
  /** ISO 8601. */
  readonly generatedAt: string
}

export function environmentSection({ runs }: Report, { suiteYaml, command }: Origin): Html {
  const results = runs.flatMap(({ result }) => result ?? [])
  const hosts = new Map(results.map(({ host }) => [host.id, host]))
  const trialsOn = (id: string) => results.filter(({ host }) => host.id === id).flatMap(({ trials }) => trials)
  return html`<section><h2 id="environment">Environment</h2>
${hosts.size === 0 ? html`<p>No run got as far as to describe its host.</p>` : ''}
${[...hosts.values()].map((host) => hostFacts(host, trialsOn(host.id)))}
<h3>Command</h3><pre tabindex="0">${command}</pre>
${suiteYaml === undefined ? '' : html`<h3>Suite</h3><pre tabindex="0">${suiteYaml}</pre>`}</section>`
}

function hostFacts(host: HostFacts, trials: readonly TrialResult[]): Html {
  const each = (value: (trial: TrialResult) => string | number | null) =>
    [...new Set(trials.map((trial) => value(trial) ?? 'any'))].join(' and ')
  const worst = trials.reduce((most, { environment }) => Math.max(most, environment.stealRatio), 0)
  const above = trials.filter(({ environment }) => environment.stealRatio > 0.02).length
  const facts: readonly (readonly [string, Content])[] = [
    ['host', html`${host.hostname} <span class="soft">${host.id}</span>`],
    ['processor', `${host.cpuModel}, ${host.cpus} CPUs, ${host.arch}`],
    ['memory', formatQuantity(host.memoryBytes, 'B')],
    ['kernel', `Linux ${host.kernel}`],
    ['governor', host.state.governor ?? 'not exposed'],
    ['clock source', host.state.clocksource ?? 'not exposed'],
    ['2 MB pages', String(host.state.hugepages2M)],
    ['load before', host.state.loadAverage1m.toFixed(2)],
    ...(trials.length === 0
      ? []
      : ([
          ['ring memory', each(({ environment }) => environment.pages)],
          ['timestamps', each(({ environment }) => environment.clock)],
          [
            'threads on',
            `driver CPU ${each(({ environment }) => environment.driverCpu)}, device CPU ${each(({ environment }) => environment.deviceCpu)}, nice ${each(({ environment }) => environment.nice)}`,
          ],
          ['steal', `at most ${formatPercent(worst)}; above 2 % in ${above} of ${trials.length} trials`],
        ] as const)),
  ]
  return html`<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

export function methodSection({ runs }: Report): Html {
  const changes = [...new Set(runs.map(({ spec }) => formatPercent(spec.minChangeRatio)))]
  const change = `the suite's smallest change that matters${changes.length > 0 ? ` (${changes.join(' or ')})` : ''}`
  return html`<section><h2 id="method">Method</h2>
<p><strong>A trial</strong> sets up the device, warms up, measures for the given time, and tears everything down. In interleaved order the trials of the backends alternate: those of equal number ran next to each other and form a pair.</p>
<p><strong>A figure</strong> is the median over trials. Throughput counts packets that arrived with the right sequence number and checksum; where a suite asks for less (verify), that is said beside the figures. Latency counts from the moment a packet was meant to be sent, so that a stall is not hidden by the packets it held back; in a closed loop (pingpong) from the moment it was sent; histograms keep three significant digits and are merged whole.</p>
<p><strong>The interval</strong> is a percentile bootstrap of the ratio of medians: 10,000 resamples from a seeded generator, so that the same data give the same answer. Pairs are drawn together, which cancels what disturbed both sides; other trials, and those of different runs, are drawn independently. With fewer than five trials a side there is no 95 % interval.</p>
<p><strong>The verdict</strong> is faster or slower if the interval excludes 1 and the ratio is at least ${change} away from it; no difference if half of the interval is no wider than that, because such a change would have been seen; else can't tell. The number of trials that would tell supposes that the spread stays and shrinks with their square root.</p>
<p><strong>p</strong> is from the two-sided Mann-Whitney U test, exact up to 40 values. It does not know of pairs and decides nothing here.</p></section>`
}

export function dataSection(report: Report): Html {
  const json = embeddedJson(report)
  const href = `data:application/json;base64,${Buffer.from(json).toString('base64')}`
  const name = `ringside-${report.submission.id.replace(/[^\w.-]+/g, '-')}.json`
  return html`<section><h2 id="data">Data</h2>
<p>Everything above was drawn from one JSON object: every trial with its counts and histogram, the comparisons and the curves. <a class="get" download="${name}" href="${href}">Download it</a>, or read it from this page's element <code>ringside-report</code>.</p>
<script type="application/json" id="ringside-report">${trusted(json)}</script></section>`
}
