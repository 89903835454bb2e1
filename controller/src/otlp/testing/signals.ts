/** Requests of all signals for tests, each with one item that bears a number. */

const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'tester' } }] }
const scope = { name: 'test', version: '1' }
const time = '1790000000000000000'

/** By signal: the JSON of a request whose item has the given name. */
export const requestsBySignal = {
  traces: (name: string) => {
    const span = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), name, startTimeUnixNano: time, endTimeUnixNano: time }
    return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] })
  },
  metrics: (name: string) => {
    const metric = { name, gauge: { dataPoints: [{ timeUnixNano: time, asInt: '7' }] } }
    return JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics: [metric] }] }] })
  },
  logs: (name: string) => {
    const record = { timeUnixNano: time, eventName: name, body: { stringValue: 'hello' } }
    return JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [record] }] }] })
  },
} as const

export type SignalName = keyof typeof requestsBySignal

/** Where that name is stored. */
export const namesBySignal = {
  traces: { table: 'spans', column: 'name' },
  metrics: { table: 'metrics', column: 'name' },
  logs: { table: 'logs', column: 'event_name' },
} as const satisfies Record<SignalName, { table: string; column: string }>
