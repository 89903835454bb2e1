/**
 * A process that receives one request of each signal after the other into the store at its argument, until it is
 * killed. Prints `SIGNAL NUMBER` once a request is answered.
 */
import fastify from 'fastify'
import { openChdbStore } from '../../store/chdb-store.ts'
import { migrate } from '../../store/migrate.ts'
import { otlpReceiver } from '../receiver.ts'
import { requestsBySignal, type SignalName } from './signals.ts'

const [path = '', first = '1'] = process.argv.slice(2)
const store = await openChdbStore({ path })
await migrate(store)
const app = fastify()
await app.register(otlpReceiver, { store, maxBodyBytes: 1e6, maxBytesInFlight: 1e7 })

async function receive(signal: SignalName): Promise<void> {
  for (let number = Number(first); ; number++) {
    const payload = requestsBySignal[signal](`item ${number}`)
    const headers = { 'content-type': 'application/json' }
    const answer = await app.inject({ method: 'POST', url: `/v1/${signal}`, headers, payload })
    if (answer.statusCode !== 200) throw new Error(answer.body)
    process.stdout.write(`${signal} ${number}\n`)
  }
}

await Promise.all((Object.keys(requestsBySignal) as SignalName[]).map(receive))
