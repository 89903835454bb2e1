/** The hosts: what each does, what it can measure, how quiet it is, and whether it takes runs. */
import type { FleetHost, HostNoise } from '@ringside/contract'
import { useState } from 'preact/hooks'
import { isUsable } from '../../../words/src/host.ts'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Moment } from '../parts/moment.tsx'
import { RawData } from '../parts/raw-data.tsx'
import { Answer, Empty } from '../parts/states.tsx'
import { useRows } from '../parts/use-rows.ts'
import { useTitle } from '../parts/use-title.ts'
import { HostActions } from './fleet/host-actions.tsx'
import { type Done, HostNotice } from './fleet/host-notice.tsx'
import { HostState, Labels, NoiseLine } from './fleet/host-parts.tsx'

const hostsEveryMs = 3_000
const noiseEveryMs = 30_000

export function FleetPage() {
  useTitle('Fleet')
  const hosts = useQuery(
    'hosts',
    async (signal) => content<{ hosts: FleetHost[] }>(await api.GET('/api/v1/hosts', { signal })).hosts,
    { everyMs: hostsEveryMs },
  )
  const noise = useQuery(
    'noise',
    async (signal) => content<{ hosts: HostNoise[] }>(await api.GET('/api/v1/noise', { signal })).hosts,
    { everyMs: noiseEveryMs },
  )
  return (
    <>
      <h1>Fleet</h1>
      <Answer query={hosts} what="hosts">
        {(list) => (list.length === 0 ? <NoHosts /> : <HostTable hosts={list} noise={noise.data ?? []} reload={hosts.reload} />)}
      </Answer>
    </>
  )
}

function NoHosts() {
  return (
    <Empty>
      <p>No host has been seen yet: an agent makes its machine one.</p>
      <p>
        <Copyable text="ringside up" /> starts one on this machine.
      </p>
    </Empty>
  )
}

interface HostTableProps {
  readonly hosts: readonly FleetHost[]
  readonly noise: readonly HostNoise[]
  readonly reload: () => void
}

function HostTable({ hosts, noise, reload }: HostTableProps) {
  const body = useRows()
  const [done, setDone] = useState<Done>()
  const changed = (next: Done | undefined) => {
    setDone(next)
    reload()
  }
  return (
    <>
      <p class="lead">{answerOf(hosts)}</p>
      {done && <HostNotice key={`${done.host.id} ${done.action}`} done={done} onUndone={() => changed(undefined)} />}
      <table class="rows fleet">
        <thead>
          <tr>
            <th>host</th>
            <th>state</th>
            <th>run</th>
            <th class="number">queued</th>
            <th>noise</th>
            <th>backends</th>
            <th>agents</th>
            <th>take out, or back</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {hosts.map((host) => (
            <Row
              key={host.id}
              host={host}
              noise={noise.find((one) => one.host === host.id)?.runs ?? []}
              onDone={(after, action) => changed({ host: after, action })}
            />
          ))}
        </tbody>
      </table>
      <p class="soft">
        Noise: how much the trials of one run differ (quartiles over median, of the backend where they differ most), a bar for
        each of the last runs, full at 20 %; the number is the run in the middle.
      </p>
      <p>
        <Copyable text="ringside hosts" /> <RawData name="hosts" data={{ hosts, noise }} />
      </p>
    </>
  )
}

/** `2 of 3 hosts take runs; 1,204 runs wait.` */
function answerOf(hosts: readonly FleetHost[]): string {
  const usable = hosts.filter(isUsable).length
  const queued = hosts.reduce((sum, host) => sum + host.queued, 0)
  const busy = hosts.filter(({ lease }) => lease).length
  const who =
    hosts.length === 1
      ? usable === 1
        ? 'The host takes runs'
        : 'The host takes no runs'
      : `${usable} of ${hosts.length} hosts take runs`
  return `${who}; ${busy === 0 ? 'none' : busy} under way, ${queued === 0 ? 'nothing waits' : `${queued.toLocaleString('en-US')} ${queued === 1 ? 'waits' : 'wait'}`}.`
}

interface RowProps {
  readonly host: FleetHost
  readonly noise: HostNoise['runs']
  readonly onDone: (host: FleetHost, action: Done['action']) => void
}

function Row({ host, noise, onDone }: RowProps) {
  return (
    <tr>
      <td data-label="host">
        <span>
          <a href={`/fleet/${encodeURIComponent(host.id)}`}>{host.id}</a> <Labels labels={host.labels} />
        </span>
      </td>
      <td data-label="state">
        <HostState host={host} />
      </td>
      <td data-label="run">
        {host.lease ? (
          <span>
            <a href={`/runs/${host.lease.runId}`}>{host.lease.runId}</a>
            <span class="why soft">
              since <Moment at={host.lease.since} />
            </span>
          </span>
        ) : (
          <span class="soft">none</span>
        )}
      </td>
      <td data-label="queued" class="number">
        {host.queued.toLocaleString('en-US')}
      </td>
      <td data-label="noise">
        <NoiseLine runs={noise} />
      </td>
      <td data-label="backends">
        <Backends host={host} />
      </td>
      <td data-label="agents">
        {host.agents.length === 0 ? (
          <span class="soft">none</span>
        ) : (
          host.agents.map(({ agentId, version }) => <div key={agentId}>{version}</div>)
        )}
      </td>
      <td data-label="take out, or back">
        <HostActions host={host} onDone={onDone} />
      </td>
    </tr>
  )
}

function Backends({ host: { capabilities } }: { host: FleetHost }) {
  const backends = capabilities?.backends ?? []
  const lacking = backends.filter(({ available }) => !available)
  return (
    <span>
      {backends.flatMap(({ kind, available }) => (available ? [kind] : [])).join(', ') || 'none'}
      {lacking.length > 0 && (
        <details class="lacking">
          <summary class="soft">lacks {lacking.map(({ kind }) => kind).join(', ')}</summary>
          {lacking.map(({ kind, reason }) => (
            <p key={kind} class="soft">
              {kind}: {reason ?? 'no reason given'}
            </p>
          ))}
        </details>
      )}
    </span>
  )
}
