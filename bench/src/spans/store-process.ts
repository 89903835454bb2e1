/**
 * The controller's OTLP receiver and embedded store in a process of their own, on the folder that is its argument. Says
 * `{"endpoint": URL}` on standard output, then answers each line of standard input, a question, with a line; ends with its input.
 */
import type { AddressInfo } from 'node:net'
import { openChdbStore } from '@ringside/controller/chdb-store'
import { migrate } from '@ringside/controller/migrate'
import { otlpReceiver } from '@ringside/controller/otlp-receiver'
import { fastify } from 'fastify'
import { answerLines, say } from '../line-process.ts'
import type { Answers, Question } from './questions.ts'
import { copyTrace, openRun, openTrace } from './trace-answers.ts'

/** The controller's defaults. */
const limits = { maxBodyBytes: 64 << 20, maxBytesInFlight: 256 << 20 }

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('the store process was started without a folder; expected one argument')

const store = await openChdbStore({ path: folder })
await migrate(store)
const app = fastify()
await app.register(otlpReceiver, { store, ...limits })
await app.listen({ host: '127.0.0.1', port: 0 })

const answers: { readonly [Kind in Question['ask']]: (question: Question & { ask: Kind }) => Promise<Answers[Kind]> } = {
  rows: ({ traceId }) => figure('count()', traceId),
  distinct: ({ traceId }) => figure('uniqExact(span_id)', traceId),
  doorbells: ({ traceId, limit }) =>
    store.query(
      `SELECT span_id AS spanId, toString(name) AS name, toString(toUnixTimestamp64Nano(start_time)) AS startUnixNs, toString(duration_ns) AS durationNs,
         queue_index AS queue, doorbell_method AS method, doorbell_observed AS observed, toUInt32(ring_index) AS ringIndex, batch
       FROM spans WHERE trace_id = {traceId:String} AND name LIKE 'doorbell.%' ORDER BY start_time LIMIT {limit:UInt32}`,
      { traceId, limit },
    ),
  bytesPerSpan: async () => {
    await merge()
    // Whatever is kept of spans, in which tables ever: nothing else is in this store.
    const [row] = await store.query<{ ratio: number }>(
      `SELECT sum(bytes_on_disk) / (SELECT count() FROM spans) AS ratio FROM system.parts
       WHERE active AND database = currentDatabase()`,
    )
    return Number(row?.ratio)
  },
  empty: async () => {
    await store.exec('TRUNCATE TABLE spans')
    return null
  },
  copyTrace: async (question) => {
    await copyTrace(store, question)
    return null
  },
  merge: async () => {
    await merge()
    return null
  },
  openRun: (run) => openRun(store, run),
  openTrace: (question) => openTrace(store, question),
}

const merge = () => store.exec('OPTIMIZE TABLE spans FINAL')

async function figure(expression: string, traceId: string): Promise<number> {
  const sql = `SELECT ${expression} AS figure FROM spans WHERE trace_id = {traceId:String}`
  const [row] = await store.query<{ figure: string }>(sql, { traceId })
  return Number(row?.figure)
}

say({ endpoint: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` })
await answerLines((question: Question) => {
  const answer = answers[question.ask] as (question: Question) => Promise<unknown>
  return answer(question)
})
await app.close()
await store.close()
