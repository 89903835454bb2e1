/** Settings of an exporter under test: a folder of its own, and attempts that follow each other in milliseconds. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type OtlpSettings, readOtlpSettings } from '../otlp/settings.ts'

const folders: string[] = []
// After every other hook of the test file, because hooks registered first run last.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A fresh folder that goes when the test file has ended. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-spool-'))
  folders.push(folder)
  return folder
}

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
