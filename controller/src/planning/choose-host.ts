/** Chooses the hosts a suite runs on: the one it names, those its labels fit, else the only one there is. Pure. */
import type { FleetHost } from '@ringside/contract'

/** What a suite says of where it runs. */
export interface HostWish {
  readonly host?: string | undefined
  readonly hosts?: { readonly labels: Readonly<Record<string, string>>; readonly use?: 'one' | 'each' | undefined } | undefined
  readonly backends: readonly { readonly kind: string }[]
}

export interface Candidates {
  readonly hosts: readonly FleetHost[]
  /** Host time of what waits and runs there, in ms. */
  readonly queuedMs: (host: string) => number
  /** Unix ms. */
  readonly nowMs: number
}

export type HostChoice =
  | { readonly ok: true; readonly ids: readonly string[] }
  | { readonly ok: false; readonly status: 409; readonly detail: string }

/**
 * A host whose agent was heard of within this time is waited for: an agent that restarts, or a host that boots anew, should
 * not make a night's suite fail. Others are refused, for nobody knows whether they ever come back.
 */
export const restartMs = 10 * 60_000

/** A driver's thread and a device's. Who names a host knows how many it has; labels may fit a host that has too few. */
const leastCpus = 2

export function chooseHosts(wish: HostWish, candidates: Candidates): HostChoice {
  const { hosts } = candidates
  if (wish.host !== undefined) return named(wish.host, wish, candidates)
  if (wish.hosts !== undefined) return labelled(wish.hosts, wish, candidates)
  const present = hosts.filter(isOnline)
  const [only, other] = present.length > 0 ? present : hosts.filter((host) => absence(host, candidates.nowMs) === undefined)
  if (only === undefined) return refuse('no host is registered, expected at least one; start an agent: ringside up')
  if (other === undefined) return named(only.id, wish, candidates)
  const ids = present.map(({ id }) => id)
  return refuse(`${ids.length} hosts are registered: ${ids.join(', ')}; name one in the suite: 'host: ${only.id}'`)
}

function named(id: string, wish: HostWish, { hosts, nowMs }: Candidates): HostChoice {
  const host = hosts.find((one) => one.id === id)
  if (host === undefined) {
    const known = hosts.map((one) => one.id).join(', ')
    return refuse(`host '${id}' is not registered, registered: ${known}; start its agent or name another host`)
  }
  // What is named may wait in the queue of a paused host: someone is about to go on with it.
  const out = (host.availability === 'paused' ? undefined : withdrawal(host)) ?? absence(host, nowMs) ?? inability(host, wish)
  return out === undefined
    ? { ok: true, ids: [id] }
    : refuse(`host '${id}' ${out}; name another host, or see ringside hosts ${id}`)
}

function labelled({ labels, use }: NonNullable<HostWish['hosts']>, wish: HostWish, candidates: Candidates): HostChoice {
  const verdicts = candidates.hosts.map((host) => ({
    host,
    out:
      otherLabel(host, labels) ??
      withdrawal(host) ??
      absence(host, candidates.nowMs) ??
      inability(host, wish) ??
      (cpusOf(host) < leastCpus ? `lets its agent use ${cpusOf(host)} CPU, expected ${leastCpus}` : undefined),
  }))
  const able = verdicts.filter(({ out }) => out === undefined).map(({ host }) => host)
  if (able.length === 0) {
    const asked = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
    const why = verdicts.length === 0 ? ['no host is known'] : verdicts.map(({ host, out }) => `${host.id} ${out}`)
    return refuse(`no host is able to run it, of labels ${asked.join(', ')}: ${why.join('; ')}; see ringside hosts`)
  }
  if (use === 'each') return { ok: true, ids: able.map(({ id }) => id) }
  const { queuedMs } = candidates
  const least = able.map(({ id }) => ({ id, ms: queuedMs(id) })).reduce((best, one) => (one.ms < best.ms ? one : best))
  return { ok: true, ids: [least.id] }
}

const isOnline = ({ agents }: FleetHost): boolean => agents.length > 0

function withdrawal({ availability, reason }: FleetHost): string | undefined {
  return availability === 'active' ? undefined : `is ${availability} (${reason})`
}

function absence(host: FleetHost, nowMs: number): string | undefined {
  if (isOnline(host) || nowMs - Date.parse(host.seenAt) <= restartMs) return undefined
  return `has no agent that is alive, last seen ${host.seenAt.slice(0, 16).replace('T', ' ')} UTC`
}

/** Backends that its agent says it lacks. What an agent does not speak of is for the run to find out. */
function inability({ capabilities }: FleetHost, { backends }: HostWish): string | undefined {
  const lacking = capabilities?.backends.find(({ kind, available }) => !available && backends.some((one) => one.kind === kind))
  return lacking === undefined ? undefined : `lacks backend ${lacking.kind} (${lacking.reason ?? 'no reason given'})`
}

function otherLabel(host: FleetHost, labels: Readonly<Record<string, string>>): string | undefined {
  const wrong = Object.entries(labels).find(([key, value]) => host.labels[key] !== value)
  if (wrong === undefined) return undefined
  const [key] = wrong
  return host.labels[key] === undefined ? `has no label ${key}` : `has ${key}=${host.labels[key]}`
}

const cpusOf = ({ capabilities }: FleetHost): number => capabilities?.cpus.length ?? leastCpus

const refuse = (detail: string): HostChoice => ({ ok: false, status: 409, detail })
