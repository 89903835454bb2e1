/** An agent process that claims a run, says so, and never ends it: made to be killed. Arguments: Redis URL, host, lock in ms. */
import { startTestAgent } from './agent.ts'

const [redisUrl = '', host = '', lockMs = ''] = process.argv.slice(2)
await startTestAgent({
  redisUrl,
  host,
  lockMs: Number(lockMs),
  execute: (job) => {
    process.stdout.write(`claimed ${job.id}\n`)
    return new Promise(() => undefined)
  },
})
