/** What the list and the page of a host say alike. */
import type { FleetHost, RunNoise } from '@ringside/contract'
import { fullNoiseRatio, hostState, isUsable, middleNoise } from '../../../../words/src/host.ts'
import { formatPercent } from '../../../../words/src/quantity.ts'
import { Moment } from '../../parts/moment.tsx'
import { Sparkline } from '../../parts/sparkline.tsx'

/** Mark, words, and why. */
export function HostState({ host }: { host: FleetHost }) {
  return (
    <span class={isUsable(host) ? 'host-state' : 'host-state out'}>
      <span aria-hidden="true">{isUsable(host) ? (host.lease ? '◑' : '●') : host.agents.length > 0 ? '◌' : '✕'}</span>{' '}
      {hostState(host)}
      {host.availability !== 'active' && (
        <span class="why soft">
          {host.reason} – {host.by}
          {host.since && (
            <>
              , <Moment at={host.since} />
            </>
          )}
        </span>
      )}
      {host.agents.length === 0 && (
        <span class="why soft">
          no agent since <Moment at={host.seenAt} />
        </span>
      )}
    </span>
  )
}

/** A bar a run, and the run in the middle. */
export function NoiseLine({ runs }: { runs: readonly RunNoise[] }) {
  const middle = middleNoise(runs)
  if (middle === undefined) return <span class="soft">no runs of late</span>
  const label = `noise of the last ${runs.length} runs: ${formatPercent(middle)} in the middle, ${formatPercent(runs.at(-1)?.spreadRatio ?? 0)} in the last`
  return (
    <span class="noise" title={label}>
      <Sparkline values={runs.map(({ spreadRatio }) => spreadRatio)} most={fullNoiseRatio} label={label} />{' '}
      {formatPercent(middle)}
    </span>
  )
}

export function Labels({ labels }: { labels: FleetHost['labels'] }) {
  return (
    <>
      {Object.entries(labels).map(([key, value]) => (
        <span key={key} class="tag">
          {key}={value}
        </span>
      ))}
    </>
  )
}
