/** Settings of an exporter under test: a folder of its own, and attempts that follow each other in milliseconds. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OtlpSettings, readOtlpSettings } from '../otlp/settings.ts'

/** In the system's folder for temporary files, which is cleared by whoever keeps it. */
export const scratchFolder = (): string => mkdtempSync(join(tmpdir(), 'ringside-spool-'))

export function testSettings(endpoint: string, changes: Partial<OtlpSettings> = {}): OtlpSettings {
  const environment = { RINGSIDE_OTLP_ENDPOINT: endpoint, RINGSIDE_OTLP_SPOOL_DIR: scratchFolder() }
  return { ...readOtlpSettings(environment, 'h'), patienceMs: 60_000, ...changes }
}

export const quickBackoff = { firstBackoffMs: 10, maxBackoffMs: 50 }

/** Keeps what was logged. */
export function memoryLog() {
  const lines: string[] = []
  const write = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`)
  return { lines, info: write, warn: write }
}
