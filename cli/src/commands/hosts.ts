/** `ringside hosts`: who is there to measure, and whether they take runs. */
import { type FleetHost, type HostAction, type HostDetail, type HostNoise, hostPaths, noisePath } from '@ringside/contract'
import type { Command } from 'commander'
import { type Context, contextOf } from '../context.ts'
import { renderHost, renderHosts } from '../render/index.ts'

const actions: readonly (readonly [HostAction, string])[] = [
  ['drain', 'end what is queued there, and send nothing new'],
  ['pause', 'let its queue stand still after the run at hand; it may grow'],
  ['quarantine', 'take it out of use, because its results are not trusted'],
  ['release', 'take it back into use'],
]

export function addHosts(program: Command): void {
  const hosts = program
    .command('hosts')
    .argument('[host]', 'show this host in full')
    .summary('list hosts, take them out of use and back')
    .description(
      'Lists the hosts that the controller knows, whether or not their agents are alive: what they do, what they can measure, and\n' +
        'whether they take runs. What is decided of a host holds until its release, whatever restarts.\n' +
        'Noise: how much the trials of a run differ (quartiles over median), a bar for each of the last runs, and their median.',
    )
    .action((id: string | undefined, _options: object, command: Command) => show(id, contextOf(command)))
  for (const [action, summary] of actions) {
    hosts
      .command(action)
      .argument('<host>', 'its id')
      .summary(summary)
      .option('--reason <text>', 'why, for whoever wonders later')
      .action(async (id: string, { reason }: { reason?: string }, command: Command) => {
        const context = contextOf(command)
        const host = await context
          .client()
          .call<FleetHost>('POST', at(hostPaths[action], id), reason === undefined ? {} : { reason })
        context.result(host, () => `${host.id} is ${host.availability}; ${host.queued} queued, ${host.running} under way`)
      })
  }
}

/** One JSON document: `hosts`, or one of them, and their `noise`. */
async function show(id: string | undefined, context: Context): Promise<void> {
  const client = context.client()
  const query = id === undefined ? '' : `?host=${encodeURIComponent(id)}`
  const noise = async () => (await client.call<{ hosts: HostNoise[] }>('GET', `${noisePath}${query}`)).hosts
  if (id === undefined) {
    const { hosts } = await client.call<{ hosts: FleetHost[] }>('GET', hostPaths.hosts)
    const document = { hosts, noise: await noise() }
    context.result(document, () => renderHosts(document.hosts, document.noise, context.render))
  } else {
    const host = await client.call<HostDetail>('GET', at(hostPaths.host, id))
    const [ofHost] = await noise()
    context.result({ ...host, noise: ofHost?.runs ?? [] }, () => renderHost(host, ofHost, context.render))
  }
}

const at = (path: string, id: string): string => path.replace(':id', encodeURIComponent(id))
