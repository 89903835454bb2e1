/** Sends doorbells as the agent does. */
import { type DoorbellExport, exportDoorbells } from '@ringside/agent/export-doorbells'
import { OtlpClient } from '@ringside/agent/otlp-client'
import type { Doorbells } from './doorbells.ts'

/** Resolves when all are delivered or given up. `endpoint` is the base URL of a receiver. */
export function deliver({ trial, header }: Doorbells, endpoint: string): Promise<DoorbellExport> {
  return exportDoorbells(trial, header, new OtlpClient({ endpoint }))
}
