/**
 * Simulated agents, one on each host, in one process. Arguments: Redis URL, number of hosts, and what they do: `agents` register, take
 * their host's jobs one at a time and do what a real agent tells Redis; `bare` only take jobs and return as much;
 * `registered` take none. Says how many there are once they are at work; answers any question when all are registered anew.
 */
import { heartbeatMs, queueName, type RunSpec } from '@ringside/contract'
import { Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { answerLines, say } from '../line-process.ts'
import { beat, execute } from './agent.ts'
import { hostNames, resultLike } from './work.ts'

const [redisUrl = '', count = '', kind = ''] = process.argv.slice(2)
const hosts = hostNames(Number(count))
const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
connection.setMaxListeners(0)

const settings = { connection, concurrency: 1, lockDuration: heartbeatMs, maxStalledCount: 0 }
/** As the real agent has them: it is the controller that looks for lost jobs. */
const agentSettings = { ...settings, skipStalledCheck: true }

const startWorker = (host: string) =>
  kind === 'bare'
    ? new Worker(queueName(host), async () => resultLike, settings)
    : new Worker<RunSpec>(queueName(host), (job) => execute(connection, host, job), agentSettings)
const workers = kind === 'registered' ? [] : hosts.map(startWorker)
// Redis may end before this process does.
for (const part of [connection, ...workers]) part.on('error', () => undefined)
await Promise.all(workers.map((worker) => worker.waitUntilReady()))
if (kind !== 'bare') {
  await beat(connection, hosts)
  setInterval(() => void beat(connection, hosts).catch(() => undefined), 5_000)
}
say({ agents: hosts.length })
await answerLines(async () => {
  if (kind !== 'bare') await beat(connection, hosts)
})
process.exit(0)
