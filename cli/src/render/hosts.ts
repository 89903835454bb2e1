/** Hosts: a table of all, and one in full with what happened to it. */
import type { FleetHost, HostDetail, HostNoise } from '@ringside/contract'
import { eventWords, formatCount, formatPercent, fullNoiseRatio, hostState, isUsable, middleNoise } from '@ringside/dashboards'
import { sparkline } from './density.ts'
import { type Line, type Part, paint, type RenderOptions } from './line.ts'
import { table } from './table.ts'

/** By id, as the controller gives them; `noise` of those that have any. */
export function renderHosts(hosts: readonly FleetHost[], noise: readonly HostNoise[], options: RenderOptions): string {
  if (hosts.length === 0) return paint([['No hosts yet. Start an agent: ringside up']], options)
  const columns = ['host', 'state', 'runs', 'queued', 'noise', 'agents', 'labels', 'backends', 'since (UTC)'].map((title) => ({
    title,
    align: title === 'queued' || title === 'agents' ? ('right' as const) : ('left' as const),
    optional: ['noise', 'agents', 'labels', 'backends', 'since (UTC)'].includes(title),
  }))
  const rows = hosts.map((host) => [
    host.id,
    stateOf(host),
    host.lease?.runId ?? '',
    formatCount(host.queued),
    noiseWords(noise.find((one) => one.host === host.id)),
    String(host.agents.length),
    labelsOf(host),
    backendsOf(host),
    minute(host.since ?? (isOnline(host) ? undefined : host.seenAt)),
  ])
  const reasons = hosts.flatMap((host): Line[] =>
    host.availability === 'active' ? [] : [[{ text: `  ${host.id}: ${whyOf(host)}`, style: 'dim' }]],
  )
  return paint([...table({ columns, rows }, options.width), ...(reasons.length > 0 ? [[], ...reasons] : [])], options)
}

/** What it is, what it can measure and what it lacks with the reason, what it does, what happened to it. */
export function renderHost(host: HostDetail, noise: HostNoise | undefined, options: RenderOptions): string {
  const { facts, capabilities, lease } = host
  const about: readonly (readonly [string, string])[] = [
    ['state', host.availability === 'active' ? stateOf(host).text : `${host.availability}: ${whyOf(host)}`],
    ...(lease === undefined
      ? []
      : [['lease', `run ${lease.runId} by ${lease.agentId}, since ${minute(lease.since)} UTC`] as const]),
    ['queue', `${formatCount(host.queued)} waiting, ${host.running} under way`],
    ['noise', noise === undefined ? 'no runs of late' : `${noiseWords(noise)} in the middle of ${noise.runs.length} runs`],
    ...(facts === undefined ? [] : [['machine', `${facts.hostname}, ${facts.cpuModel}, ${facts.cpus} CPUs`] as const]),
    ...(facts === undefined ? [] : [['kernel', facts.kernel] as const]),
    ['labels', labelsOf(host) || 'none'],
    ...(capabilities?.backends ?? []).map(({ kind, available, reason, devices }, i) => {
      const said = available ? ['available', ...devices].join(', ') : `lacking: ${reason ?? 'no reason given'}`
      return [i === 0 ? 'backends' : '', `${kind} ${said}`] as const
    }),
    ['print', `${host.fingerprint ?? 'unknown'} since ${minute(host.fingerprintSince)} UTC`],
    ['seen', `first ${minute(host.firstSeenAt)}, last ${minute(host.seenAt)} UTC`],
    ...host.agents.map(({ agentId, pid, version, startedAt }, i) => {
      return [i === 0 ? 'agents' : '', `${agentId} ${version}, process ${pid}, since ${minute(startedAt)} UTC`] as const
    }),
  ]
  const lines: Line[] = [
    [{ text: host.id, style: 'bold' }],
    ...about.map(([key, value]): Line => [{ text: `  ${key.padEnd(9)}`, style: 'dim' }, value]),
    [],
    ...eventLines(host, options),
  ]
  return paint(lines, options)
}

function eventLines({ events }: HostDetail, options: RenderOptions): Line[] {
  const columns = ['at (UTC)', 'what', 'by', 'reason'].map((title) => ({ title, align: 'left' as const }))
  const rows = events.map((event) => [minute(event.at), eventWords(event), event.by, event.reason])
  return events.length === 0 ? [] : table({ columns, rows }, options.width)
}

const isOnline = ({ agents }: FleetHost): boolean => agents.length > 0

const stateOf = (host: FleetHost): Part => ({ text: hostState(host), style: isUsable(host) ? undefined : 'warn' })

const whyOf = ({ availability, reason, by, since }: FleetHost): string =>
  `${availability} by ${by} since ${minute(since)} UTC: ${reason}`

const labelsOf = ({ labels }: FleetHost): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')

const backendsOf = ({ capabilities }: FleetHost): string =>
  (capabilities?.backends ?? []).flatMap(({ kind, available }) => (available ? [kind] : [])).join(', ')

/** Runs that a table has room for. */
const shownRuns = 12

/** `▁▂▁▅ 3.1 %`: how much the trials of each of the last runs differ, and the run in their middle. */
function noiseWords(noise: HostNoise | undefined): string {
  const runs = noise?.runs ?? []
  const middle = middleNoise(runs)
  const bars = runs.slice(-shownRuns).map(({ spreadRatio }) => spreadRatio)
  return middle === undefined ? '' : `${sparkline(bars, fullNoiseRatio)} ${formatPercent(middle)}`
}

/** `2026-11-24 02:00`. */
const minute = (iso: string | undefined): string => iso?.slice(0, 16).replace('T', ' ') ?? ''
