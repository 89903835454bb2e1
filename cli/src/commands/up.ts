/** `ringside up`: the one-machine stack in the foreground. */
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { defaultDataFolder } from '../controller-address.ts'
import { onInterruption } from '../interruption.ts'
import { parsePort } from '../option-values.ts'
import type { ReadyDocument } from '../stack/ready-file.ts'
import { startStack } from '../stack/stack.ts'

interface UpOptions {
  readonly data: string
  readonly port: number
  readonly redisPort: number
  readonly clickhousePort?: number
}

export function addUp(program: Command): void {
  program
    .command('up')
    .summary('start Redis, controller and agent on this machine, until Ctrl-C')
    .description(
      'Starts Redis, controller and agent on this machine, on loopback only, with all their data and logs in one folder.\n' +
        'Whatever dies is started again. Ctrl-C stops everything in order. With --json, a line with the addresses when all is ready.',
    )
    .option('--data <folder>', 'folder for all data and logs', defaultDataFolder)
    .option('--port <port>', 'port of the controller, 0 for any free one', parsePort, 7070)
    .option('--redis-port <port>', 'port of Redis, 0 for any free one', parsePort, 0)
    .option(
      '--clickhouse-port <port>',
      "port for Grafana and ClickHouse's clients, read-only and with a password, 0 for any free one",
      parsePort,
    )
    .action(async (options: UpOptions, command: Command) => up(options, command))
}

async function up(options: UpOptions, command: Command): Promise<void> {
  const context = contextOf(command)
  const interruption = onInterruption()
  const stack = await startStack({ ...options, signal: interruption.signal, notice: context.note })
  try {
    context.result(stack.ready, () => readyLines(stack.ready))
    const interrupted = new Promise<undefined>((resolve) => {
      if (interruption.signal.aborted) resolve(undefined)
      interruption.signal.addEventListener('abort', () => resolve(undefined))
    })
    const broken = await Promise.race([stack.broken, interrupted])
    context.note('stopping')
    if (broken !== undefined) throw broken
  } finally {
    await stack.stop()
    interruption.release()
  }
  context.note('stopped')
}

function readyLines({ url, data, clickhouse }: ReadyDocument): string {
  const endpoint =
    clickhouse && `ClickHouse over HTTP: ${clickhouse.url}  user ${clickhouse.user}  password ${clickhouse.password}  read-only`
  return [
    `ready: ${url}  data and logs in ${data}`,
    endpoint,
    'next: ringside run bench/suites/demo.yaml   Ctrl-C stops everything',
  ]
    .filter((line) => line !== undefined)
    .join('\n')
}
