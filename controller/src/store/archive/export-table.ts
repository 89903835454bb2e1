/** Runs as one table: a row a trial, or a row a span. */
import type { Readable } from 'node:stream'
import type { ExportQuery } from '@ringside/contract'
import type { Condition } from '../span-filter.ts'
import type { DownloadOptions, Store } from '../store.ts'
import { type Selection, selectedRuns } from './selection.ts'

export interface TableRequest extends Selection {
  readonly format: DownloadOptions['format']
  readonly table: NonNullable<ExportQuery['table']>
}

/** The whole table as a file. Throws StoreError before the first byte, or never. */
export function exportTable(store: Store, request: TableRequest): Promise<Readable> {
  const { sql, params } = selectedRuns(request)
  const select = { trials, spans }[request.table](sql)
  return store.download(select, { format: request.format, params })
}

/** What a trial is told apart by stands before what it measured. */
const trials = (runs: Condition['sql']): string => `
  SELECT r.suite, r.label, r.host, r.submission_id, r.submitted_at, r.point_id, r.queues, r.ring, t.*
  FROM trials AS t FINAL
  INNER JOIN (SELECT id, suite, label, host, submission_id, submitted_at, point_id, queues, ring FROM runs FINAL WHERE ${runs}) AS r
  ON t.run_id = r.id
  ORDER BY r.submitted_at, t.run_id, t.sequence`

const spans = (runs: Condition['sql']): string => `
  SELECT * FROM spans WHERE run_id IN (SELECT id FROM runs FINAL WHERE ${runs}) ORDER BY run_id, name, start_time`
