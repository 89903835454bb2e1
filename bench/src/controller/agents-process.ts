/**
 * Simulated agents, one on each host, in one process: each registers, takes its host's jobs one at a time, leases the host, reports
 * progress and returns a result. Arguments: Redis URL, number of hosts, `agents` or, for workers that do nothing
 * but take jobs and return as much, `bare`. Says how many work once they do; answers `beat` when all are registered anew.
 */
import { queueName, type RunSpec } from '@ringside/contract'
import { Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { answerLines, say } from '../line-process.ts'
import { beat, execute } from './agent.ts'
import { hostNames, resultLike } from './work.ts'

const [redisUrl = '', count = '', kind = ''] = process.argv.slice(2)
const hosts = hostNames(Number(count))
const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
connection.setMaxListeners(0)

/** As the real agent has them. */
const settings = { connection, concurrency: 1, lockDuration: 10_000, stalledInterval: 10_000, maxStalledCount: 0 }

const workers = hosts.map((host) =>
  kind === 'bare'
    ? new Worker(queueName(host), async () => resultLike, settings)
    : new Worker<RunSpec>(queueName(host), (job) => execute(connection, host, job), settings),
)
// Redis may end before this process does.
for (const part of [connection, ...workers]) part.on('error', () => undefined)
await Promise.all(workers.map((worker) => worker.waitUntilReady()))
if (kind !== 'bare') {
  await beat(connection, hosts)
  setInterval(() => void beat(connection, hosts).catch(() => undefined), 5_000)
}
say({ workers: workers.length })
await answerLines(async () => {
  if (kind !== 'bare') await beat(connection, hosts)
})
process.exit(0)
