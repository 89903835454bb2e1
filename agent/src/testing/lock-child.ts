/** Takes the machine given, says so, and keeps it until killed. */
import { lockMachine } from '../host/host-lock.ts'

const holder = { pid: process.pid, agentId: 'a-child', runId: 'r-child' }
await lockMachine(process.argv[2] ?? '', holder, { signal: new AbortController().signal })
process.stdout.write('locked\n')
setInterval(() => undefined, 60_000)
