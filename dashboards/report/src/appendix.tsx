/** Where it ran, how the figures were made, and the data themselves. */
import type { HostFacts, RunDetail, TrialResult } from '@ringside/contract'
import { type Environment, EnvironmentTable, hostFacts } from '../../views/src/environment-table.tsx'
import { formatPercent } from '../../words/src/quantity.ts'
import { base64Of, embeddedJson } from './markup.ts'
import type { Origin } from './renderer.ts'

export function EnvironmentSection({ runs, origin }: { runs: readonly RunDetail[]; origin: Origin }) {
  const results = runs.flatMap(({ result }) => result ?? [])
  const hosts = new Map(results.map(({ host }) => [host.id, host]))
  const trialsOn = (id: string) => results.filter(({ host }) => host.id === id).flatMap(({ trials }) => trials)
  const sides = [...hosts.values()].map((host) => environmentOf(host, trialsOn(host.id)))
  return (
    <section>
      <h2 id="environment">Environment</h2>
      {sides.length === 0 ? (
        <p>No run got as far as to describe its host.</p>
      ) : (
        <EnvironmentTable caption="As the agents found it" sides={sides} />
      )}
      <Commands origin={origin} />
    </section>
  )
}

export function Commands({ origin: { command, suiteYaml } }: { origin: Origin }) {
  return (
    <>
      <h3>Command</h3>
      <pre>{command}</pre>
      {suiteYaml !== undefined && (
        <>
          <h3>Suite</h3>
          <pre>{suiteYaml}</pre>
        </>
      )}
    </>
  )
}

function environmentOf(host: HostFacts, trials: readonly TrialResult[]): Environment {
  const each = (value: (trial: TrialResult) => string | number | null) =>
    [...new Set(trials.map((trial) => value(trial) ?? 'any'))].join(' and ')
  const worst = trials.reduce((most, { environment }) => Math.max(most, environment.stealRatio), 0)
  const above = trials.filter(({ environment }) => environment.stealRatio > 0.02).length
  const measured: readonly (readonly [string, string])[] = [
    ['ring memory', each(({ environment }) => environment.pages)],
    ['timestamps', each(({ environment }) => environment.clock)],
    ['driver CPU', each(({ environment }) => environment.driverCpu)],
    ['device CPU', each(({ environment }) => environment.deviceCpu)],
    ['nice', each(({ environment }) => environment.nice)],
    ['steal', `at most ${formatPercent(worst)}; above 2 % in ${above} of ${trials.length} trials`],
  ]
  return { title: host.hostname, facts: [...hostFacts(host), ...(trials.length === 0 ? [] : measured)] }
}

/** `minChangeRatios`: of the suites. */
export function MethodSection({ minChangeRatios }: { minChangeRatios: readonly number[] }) {
  const changes = [...new Set(minChangeRatios.map(formatPercent))]
  const change = `the suite's smallest change that matters${changes.length > 0 ? ` (${changes.join(' or ')})` : ''}`
  return (
    <section>
      <h2 id="method">Method</h2>
      <p>
        <strong>A trial</strong> sets up the device, warms up, measures for the given time, and tears everything down. In
        interleaved order the trials of the backends alternate: those of equal number ran next to each other and form a pair.
      </p>
      <p>
        <strong>A figure</strong> is the median over trials; over sets of at least five runs a side, the median over the medians
        of the runs. Throughput counts packets that arrived with the right sequence number and checksum; where a suite asks for
        less (verify), that is said beside the figures. Latency counts from the moment a packet was meant to be sent, so that a
        stall is not hidden by the packets it held back; in a closed loop (pingpong) from the moment it was sent; histograms keep
        three significant digits and are merged whole.
      </p>
      <p>
        <strong>The interval</strong> is a percentile bootstrap of the ratio of medians: 10,000 resamples (fewer, and at least
        2,000, of more than 40 values) from a seeded generator, so that the same data give the same answer. Pairs are drawn
        together, which cancels what disturbed both sides; others are drawn independently. With fewer than five samples a side
        there is no 95 % interval.
      </p>
      <p>
        <strong>The verdict</strong> is faster or slower if the interval excludes 1 and the ratio is at least {change} away from
        it; no difference if half of the interval is no wider than that, because such a change would have been seen; else can't
        tell. The number of trials that would tell supposes that the spread stays and shrinks with their square root.
      </p>
      <p>
        <strong>p</strong> is from the two-sided Mann-Whitney U test, exact up to 40 values. It does not know of pairs and decides
        nothing here.
      </p>
    </section>
  )
}

/** `id`: of what was measured, for the file's name. */
export function DataSection({ data, id }: { data: unknown; id: string }) {
  const json = embeddedJson(data)
  const name = `ringside-${id.replace(/[^\w.-]+/g, '-')}.json`
  return (
    <section>
      <h2 id="data">Data</h2>
      <p>
        Everything above was drawn from one JSON object: every trial with its counts, the comparisons and the curves.{' '}
        <a class="get" download={name} href={`data:application/json;base64,${base64Of(json)}`}>
          Download it
        </a>
        , or read it from this page's element <code>ringside-report</code>.
      </p>
      <script type="application/json" id="ringside-report" dangerouslySetInnerHTML={{ __html: json }} />
    </section>
  )
}
