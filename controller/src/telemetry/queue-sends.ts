/**
 * The adding of jobs, seen: a producer span and a duration for each batch. The consumer's side is the agent's: `run.execute`.
 * Source: semantic conventions 1.4x, "Messaging spans" and "Messaging client metrics".
 */
import { SpanKind } from '@opentelemetry/api'
import { queueName } from '@ringside/contract'
import { clientOperation } from './client-operation.ts'
import type { Telemetry } from './telemetry.ts'

const durationBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

export interface JobBatch {
  readonly queue: string
  readonly jobs: number
}

/** Runs `send`, which adds the jobs of the batch. */
export type ObserveSend = (batch: JobBatch, send: () => Promise<void>) => Promise<void>

export function observeSends({ tracerOf, meter }: Pick<Telemetry, 'tracerOf' | 'meter'>): ObserveSend {
  const duration = meter.createHistogram('messaging.client.operation.duration', {
    unit: 's',
    description: 'Duration of adding jobs to a queue',
    advice: { explicitBucketBoundaries: durationBoundaries },
  })
  const sent = meter.createCounter('messaging.client.sent.messages', { unit: '{message}', description: 'Jobs added to a queue' })
  const instruments = { tracer: tracerOf('queue'), duration }
  return ({ queue, jobs }, send) => {
    const attributes = {
      'messaging.system': 'bullmq',
      'messaging.destination.template': queueName('{host}'),
      'messaging.operation.name': 'addBulk',
      'messaging.operation.type': 'send',
    }
    const operation = {
      name: `addBulk ${queue}`,
      kind: SpanKind.PRODUCER,
      attributes,
      details: { 'messaging.destination.name': queue, 'messaging.batch.message_count': jobs },
    }
    return clientOperation(instruments, operation, async () => {
      await send()
      sent.add(jobs, attributes)
    })
  }
}
