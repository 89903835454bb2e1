import { resourceFromAttributes } from '@opentelemetry/resources'
import type { RunResult } from '@ringside/contract'
import { startSelfTelemetry } from '@ringside/telemetry'
import { parsePrometheus } from '@ringside/telemetry/testing'
import { expect, test } from 'vitest'
import { type AgentMetrics, agentMetrics } from './metrics.ts'

const trial = (backend: string, packets: object) => ({
  backend,
  packets,
  doorbells: { kick: { rung: 10, suppressed: 1 }, call: { rung: 5, suppressed: 0 } },
  eventsDropped: 2,
  ioctlIssued: 20,
})
const result = {
  trials: [
    trial('a', { sent: 7, verified: 6, lost: 1 }),
    trial('a', { sent: 3, verified: 3, lost: 0 }),
    trial('b', { sent: 1, verified: 1, lost: 0 }),
  ],
} as unknown as RunResult

async function figures(work: (metrics: AgentMetrics) => void): Promise<Record<string, number>> {
  const telemetry = startSelfTelemetry({ resource: resourceFromAttributes({}), scope: 'test', env: {} })
  work(agentMetrics(telemetry.meter))
  const samples = parsePrometheus((await telemetry.prometheusText()) ?? '')
  await telemetry.close()
  const ours = samples.filter(({ name }) => name.startsWith('ringside_agent_'))
  return Object.fromEntries(
    ours.map(({ name, labels: { otel_scope_name: _, ...labels }, value }) => [
      [name.replace('ringside_agent_', ''), ...Object.values(labels)].join(' '),
      value,
    ]),
  )
}

test('a run that has ended is counted, with the packets, doorbells and ioctls of its trials by backend', async () => {
  expect(await figures((metrics) => metrics.ended(result))).toMatchObject({
    'runs_total succeeded': 1,
    'trials_total a': 2,
    'trials_total b': 1,
    'packets_sent_total a': 10,
    'packets_verified_total a': 9,
    'packets_lost_total a': 1,
    'doorbells_rung_total a kick': 20,
    'doorbells_rung_total a call': 10,
    'doorbells_dropped_total a': 4,
    'ioctls_total a': 40,
  })
})

test('a run that has failed is counted by its cause', async () => {
  expect(await figures((metrics) => metrics.failed('timeout'))).toEqual({ 'runs_total failed timeout': 1 })
})

test('what became of spans is read whenever metrics are', async () => {
  const counts = { delivered: 1, spooled: 2, dropped: 3 }
  const read = await figures((metrics) => {
    metrics.observeExports(() => counts)
    counts.delivered = 10
  })
  expect(read).toEqual({ 'exported_total delivered': 10, 'exported_total dropped': 3, spooled: 2 })
})
