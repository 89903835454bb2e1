/**
 * Bare BullMQ in the place of client and controller: adds jobs to the queues of all hosts and learns by QueueEvents of their return
 * values. Arguments: Redis URL, number of hosts. Answers `{ perHost }` with the milliseconds from the first job added to
 * the last return value known.
 */
import { queueName, type RunResult, runJobName } from '@ringside/contract'
import { Queue, QueueEvents } from 'bullmq'
import { Redis } from 'ioredis'
import { answerLines, say } from '../line-process.ts'
import { hostNames, specLike } from './work.ts'

const [redisUrl = '', count = ''] = process.argv.slice(2)
const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
connection.setMaxListeners(0)
const defaultJobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true }
const hosts = hostNames(Number(count)).map((host) => {
  const name = queueName(host)
  return { host, queue: new Queue(name, { connection, defaultJobOptions }), events: new QueueEvents(name, { connection }) }
})
let missing = 0
let done: (error?: Error) => void = () => undefined
for (const { queue, events } of hosts) {
  queue.on('error', () => undefined)
  events.on('error', () => undefined)
  events.on('completed', ({ returnvalue }) => {
    // It is an object already: BullMQ has parsed it.
    if ((returnvalue as unknown as RunResult).trials.length > 0 && --missing === 0) done()
  })
  events.on('failed', ({ failedReason }) => done(new Error(`a bare job failed: ${failedReason}`)))
}
connection.on('error', () => undefined)
await Promise.all(hosts.flatMap(({ queue, events }) => [queue.waitUntilReady(), events.waitUntilReady()]))
say({ queues: hosts.length })

let serial = 0

async function move(perHost: number): Promise<number> {
  missing = perHost * hosts.length
  const ended = new Promise<void>((resolve, reject) => {
    done = (error) => (error === undefined ? resolve() : reject(error))
  })
  const beganMs = performance.now()
  for (const { host, queue } of hosts) {
    const jobs = Array.from({ length: perHost }, () => {
      const id = `r-${String(++serial).padStart(10, '0')}`
      return { name: runJobName, data: { ...specLike, id, host }, opts: { jobId: id } }
    })
    void queue.addBulk(jobs).catch(done)
  }
  await ended
  return performance.now() - beganMs
}

await answerLines(({ perHost }: { perHost: number }) => move(perHost))
process.exit(0)
