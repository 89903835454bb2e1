/** One host in full: what it is, what it can measure, how noisy its last runs were, what happened to it. */
import type { HostDetail, HostNoise } from '@ringside/contract'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { noisePlot } from '../../../plots/src/noise-plot.ts'
import { eventWords } from '../../../words/src/host.ts'
import { formatQuantity } from '../../../words/src/quantity.ts'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Moment } from '../parts/moment.tsx'
import { PlotFigure } from '../parts/plot-figure.tsx'
import { RawData } from '../parts/raw-data.tsx'
import { Answer } from '../parts/states.tsx'
import { useTitle } from '../parts/use-title.ts'
import { HostActions } from './fleet/host-actions.tsx'
import { type Done, HostNotice } from './fleet/host-notice.tsx'
import { HostState, Labels } from './fleet/host-parts.tsx'

const everyMs = 3_000

export function HostPage() {
  const { id = '' } = useRoute().params
  useTitle(id)
  const [done, setDone] = useState<Done>()
  const host = useQuery(
    id,
    async (signal) => content<HostDetail>(await api.GET('/api/v1/hosts/{id}', { params: { path: { id } }, signal })),
    { everyMs },
  )
  const changed = (next: Done | undefined) => {
    setDone(next)
    host.reload()
  }
  return (
    <>
      <p class="eyebrow">
        <a href="/fleet">Fleet</a>
      </p>
      <h1>{id}</h1>
      {done && <HostNotice key={done.action} done={done} onUndone={() => changed(undefined)} />}
      <Answer query={host} what={`host ${id}`}>
        {(detail) => (
          <>
            <p class="head">
              <HostState host={detail} />{' '}
              <HostActions host={detail} onDone={(after, action) => changed({ host: after, action })} />
            </p>
            <Facts host={detail} />
            <h2>Noise</h2>
            <Noise id={id} />
            <Backends host={detail} />
            <Events host={detail} />
            <p>
              <Copyable text={`ringside hosts ${id}`} /> <RawData name={id} data={detail} />
            </p>
          </>
        )}
      </Answer>
    </>
  )
}

function Facts({ host }: { host: HostDetail }) {
  const { facts, lease } = host
  return (
    <dl class="facts">
      <Fact name="run">{lease ? <LeaseWords lease={lease} /> : 'none under way'}</Fact>
      <Fact name="queue">
        <a href={`/runs?host=${encodeURIComponent(host.id)}&state=queued`}>{host.queued.toLocaleString('en-US')} waiting</a>
      </Fact>
      {facts && (
        <>
          <Fact name="machine">
            {facts.cpuModel}, {facts.cpus} CPUs, {formatQuantity(facts.memoryBytes, 'B')}
            {facts.virtualization && facts.virtualization !== 'none' && `, virtual (${facts.virtualization})`}
          </Fact>
          <Fact name="kernel">{facts.kernel}</Fact>
          <Fact name="state">
            governor {facts.state.governor ?? 'unknown'}, {facts.state.hugepages2M} pages of 2 MiB, clock{' '}
            {facts.state.clocksource ?? 'unknown'}
          </Fact>
        </>
      )}
      <Fact name="labels">{Object.keys(host.labels).length > 0 ? <Labels labels={host.labels} /> : 'none'}</Fact>
      <Fact name="fingerprint">
        <code>{host.fingerprint ?? 'unknown'}</code> since <Moment at={host.fingerprintSince} />
      </Fact>
      <Fact name="agents">
        {host.agents.length === 0 && 'none alive'}
        {host.agents.map(({ agentId, version, pid, startedAt }) => (
          <div key={agentId}>
            {agentId} {version}, process {pid}, since <Moment at={startedAt} />
          </div>
        ))}
      </Fact>
      <Fact name="seen">
        first <Moment at={host.firstSeenAt} />, last <Moment at={host.seenAt} />
      </Fact>
    </dl>
  )
}

function LeaseWords({ lease }: { lease: NonNullable<HostDetail['lease']> }) {
  return (
    <>
      <a href={`/runs/${lease.runId}`}>{lease.runId}</a> by {lease.agentId}, since <Moment at={lease.since} />
    </>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Noise({ id }: { id: string }) {
  const query = useQuery(id, async (signal) => {
    const params = { query: { host: id, runs: 200 } }
    return content<{ hosts: HostNoise[] }>(await api.GET('/api/v1/noise', { params, signal })).hosts[0]
  })
  const runs = query.data?.runs
  if (query.data === undefined && !query.loading && query.error === undefined)
    return <p class="soft">No run of the last 30 days has three trials or more, so there is nothing to tell noise by.</p>
  return (
    <Answer query={query} what="noise">
      {() => <NoiseFigure id={id} runs={runs ?? []} />}
    </Answer>
  )
}

function NoiseFigure({ id, runs }: { id: string; runs: HostNoise['runs'] }) {
  const [plot] = useState(() => noisePlot(id, runs))
  return (
    <PlotFigure plot={plot}>
      Quartiles over median of the trials of each run, of the backend where they differ most; {runs.length} runs of the last 30
      days.
    </PlotFigure>
  )
}

function Backends({ host: { capabilities } }: { host: HostDetail }) {
  if (capabilities === undefined) return null
  return (
    <>
      <h2>Backends</h2>
      <table class="rows">
        <thead>
          <tr>
            <th>backend</th>
            <th>here</th>
            <th>devices, or what is missing</th>
          </tr>
        </thead>
        <tbody>
          {capabilities.backends.map(({ kind, available, reason, devices }) => (
            <tr key={kind}>
              <td data-label="backend">{kind}</td>
              <td data-label="here">{available ? 'yes' : 'no'}</td>
              <td data-label="devices, or what is missing">
                {available ? devices.join(', ') || 'needs none' : (reason ?? 'no reason given')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Events({ host: { events } }: { host: HostDetail }) {
  return (
    <>
      <h2>What happened</h2>
      <table class="rows">
        <thead>
          <tr>
            <th>when</th>
            <th>what</th>
            <th>by</th>
            <th>reason</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={`${event.at} ${event.kind} ${event.after}`}>
              <td data-label="when">
                <Moment at={event.at} />
              </td>
              <td data-label="what">{eventWords(event)}</td>
              <td data-label="by">{event.by || '–'}</td>
              <td data-label="reason">{event.reason || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
