/** The hosts that a suite is submitted to, from what the controller knows now. */
import type { Suite } from '@ringside/contract'
import type { Fleet } from '../fleet/fleet.ts'
import type { RunLife } from '../runs/run-life.ts'
import { chooseHosts, type HostChoice } from './choose-host.ts'
import { hostTimeMs } from './host-time.ts'

export interface HostsForOptions {
  readonly fleet: Pick<Fleet, 'hosts'>
  readonly life: Pick<RunLife, 'live'>
}

/** An agent that has just started is known only to those who look now. */
export async function hostsFor(suite: Suite, { fleet, life }: HostsForOptions): Promise<HostChoice> {
  const choose = async (fresh: boolean) =>
    chooseHosts(suite, { hosts: await fleet.hosts(fresh), queuedMs: (host) => queuedMs(life, host), nowMs: Date.now() })
  const choice = await choose(false)
  return choice.ok ? choice : choose(true)
}

/** Host time of what waits and runs on a host, at least. */
function queuedMs({ live }: HostsForOptions['life'], host: string): number {
  let ms = 0
  for (const { record } of live.on(host)) ms += hostTimeMs(record.spec)
  return ms
}
