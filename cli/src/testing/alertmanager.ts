/** Debian's Alertmanager, or the one RINGSIDE_ALERTMANAGER names, on a free port. CI installs it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../stack/ports.ts'
import { eventually, scratchFolder } from './command.ts'

export interface AlertmanagerAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly startsAt: string
  readonly endsAt: string
  readonly generatorURL: string
}

export interface Alertmanager {
  readonly url: string
  /** Those that are not resolved. */
  active(): Promise<AlertmanagerAlert[]>
  stop(): Promise<void>
}

export const alertmanagerFile = process.env.RINGSIDE_ALERTMANAGER ?? '/usr/bin/prometheus-alertmanager'

/** Tells `webhook` at once of each alert, and of its end. Rejects when it is not installed. */
export async function startAlertmanager(webhook: string): Promise<Alertmanager> {
  const folder = scratchFolder()
  const config = join(folder, 'alertmanager.yml')
  // JSON is YAML.
  writeFileSync(
    config,
    JSON.stringify({
      route: { receiver: 'test', group_by: ['alert_id'], group_wait: '0s', group_interval: '1s' },
      receivers: [{ name: 'test', webhook_configs: [{ url: webhook }] }],
    }),
  )
  const port = await freePort(0, 'alertmanager')
  const url = `http://127.0.0.1:${port}`
  const args = [`--config.file=${config}`, `--storage.path=${join(folder, 'data')}`, `--web.listen-address=127.0.0.1:${port}`]
  const child: ChildProcess = spawn(alertmanagerFile, [...args, '--cluster.listen-address=', '--log.level=error'], {
    stdio: 'inherit',
  })
  const absent = once(child, 'error').then(([error]) =>
    Promise.reject(
      new Error(`${alertmanagerFile} does not start (${error.message}); install it: apt-get install prometheus-alertmanager`),
    ),
  )
  const isReady = () =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  await Promise.race([eventually('Alertmanager', isReady), absent])
  return {
    url,
    active: async () => (await (await fetch(`${url}/api/v2/alerts?active=true`)).json()) as AlertmanagerAlert[],
    stop: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
