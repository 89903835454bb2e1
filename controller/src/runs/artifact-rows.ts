/** What runs leave behind besides figures and spans: kept in a table of its own, away from the results that are read all the time. */
import { createHash } from 'node:crypto'
import type { ArtifactInfo, RunArtifact, RunResult } from '@ringside/contract'
import type { Store } from '../store/store.ts'
import type { RunRecord } from './run-record.ts'

/** Stores the artifacts of runs that have ended; storing them again changes nothing. */
export async function saveArtifacts(store: Store, records: readonly RunRecord[]): Promise<void> {
  const results = records.flatMap(({ result }) => (result?.artifacts === undefined ? [] : [result]))
  if (results.length === 0) return
  const attempts = results.map(({ runId, attempt }) => `${runId} ${attempt}`).join('\n')
  const token = `artifacts:${createHash('sha256').update(attempts).digest('base64url')}`
  await store.insertRows('artifacts', results.flatMap(toArtifactRows), { token })
}

/** From a result to rows of the table `artifacts`. */
function toArtifactRows({ runId, artifacts = [] }: RunResult): object[] {
  return artifacts.map(({ name, mediaType, gzipBase64 }: RunArtifact) => ({
    run_id: runId,
    name,
    media_type: mediaType,
    gzip_base64: gzipBase64,
  }))
}

/** The part of a result that its run's row has. */
export function withoutArtifacts({ artifacts: _, ...result }: RunResult): RunResult {
  return result
}

/** By name. */
export async function listArtifacts(store: Store, runId: string): Promise<ArtifactInfo[]> {
  // Four characters for three bytes; the last four may stand for fewer.
  const bytes = "intDiv(length(gzip_base64) * 3, 4) - countSubstrings(right(gzip_base64, 2), '=')"
  const sql = `SELECT name, media_type, ${bytes} AS bytes FROM artifacts FINAL WHERE run_id = {runId:String} ORDER BY name`
  const rows = await store.query<{ name: string; media_type: string; bytes: string }>(sql, { runId })
  return rows.map(({ name, media_type: mediaType, bytes }) => ({ name, mediaType, bytes: Number(bytes) }))
}

export interface StoredArtifact {
  readonly mediaType: string
  readonly gzip: Buffer
}

/** Undefined when the run has none of this name. */
export async function findArtifact(store: Store, runId: string, name: string): Promise<StoredArtifact | undefined> {
  const sql = 'SELECT media_type, gzip_base64 FROM artifacts FINAL WHERE run_id = {runId:String} AND name = {name:String}'
  const [row] = await store.query<{ media_type: string; gzip_base64: string }>(sql, { runId, name })
  return row && { mediaType: row.media_type, gzip: Buffer.from(row.gzip_base64, 'base64') }
}
