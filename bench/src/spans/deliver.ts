/** Sends doorbells as the agent does: its exporter with its defaults, without a disk to wait on. */
import { exportDoorbells, httpSender, OtlpExporter, readOtlpSettings } from '@ringside/agent/otlp'
import type { Doorbells } from './doorbells.ts'

export interface Delivery {
  readonly delivered: number
  readonly dropped: number
  /** Why, when something was dropped. */
  readonly reason?: string | undefined
}

const silent = { info: () => undefined, warn: () => undefined }

/** Resolves when all are delivered or given up. `endpoint` is the base URL of a receiver. */
export async function deliver({ trial, header }: Doorbells, endpoint: string): Promise<Delivery> {
  const settings = readOtlpSettings({ RINGSIDE_OTLP_ENDPOINT: endpoint, RINGSIDE_OTLP_SPOOL_BYTES: '0' }, 'bench')
  const exporter = new OtlpExporter({ ...settings, spool: undefined, send: httpSender(settings), log: silent })
  const tally = exporter.openAccount()
  await exportDoorbells(trial, { header, sink: exporter })
  await exporter.settle()
  await exporter.close(0)
  return { delivered: tally.delivered, dropped: tally.dropped, reason: tally.lastReason }
}
