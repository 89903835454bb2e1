/** Export and import of runs, as the API has them. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'

/** `json`: everything, to be imported elsewhere. `csv`, `parquet`: a table. `hdr`: the latencies, as HdrHistogram's tools read them. */
export const exportFormats = ['json', 'csv', 'parquet', 'hdr'] as const

const id = Type.String({ minLength: 1, maxLength: 64 })

/** Which runs, and what of them. Only runs that have ended are exported; those that pass every condition. */
export const ExportQuery = Type.Object(
  {
    format: Type.Enum([...exportFormats], { description: 'json, csv, parquet or hdr' }),
    run: Type.Optional(Type.Array(id, { maxItems: 1_000 })),
    submission: Type.Optional(id),
    suite: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
    since: Type.Optional(
      Type.Union([Type.String({ format: 'date' }), Type.String({ format: 'date-time' })], {
        description: 'Submitted then or later: 2026-01-31, or 2026-01-31T12:00:00Z',
      }),
    ),
    /** `json`: with the spans of the runs. */
    spans: Type.Optional(Type.Boolean()),
    /** `csv` and `parquet`: a row a trial, or a row a span. */
    table: Type.Optional(Type.Enum(['trials', 'spans'])),
  },
  { additionalProperties: false },
)
export type ExportQuery = Static<typeof ExportQuery>

/** What became of a run of an archive. `kept`: it was there already, and stays as it is. */
export const ImportedRun = Type.Object(
  {
    id: Type.String(),
    outcome: Type.Enum(['added', 'kept', 'refused']),
    reason: Type.Optional(Type.String({ description: 'Of a run that was refused' })),
  },
  { title: 'ImportedRun' },
)
export type ImportedRun = Frozen<Static<typeof ImportedRun>>

export const ImportReport = Type.Object({ runs: Type.Array(ImportedRun) }, { title: 'ImportReport' })
export type ImportReport = Frozen<Static<typeof ImportReport>>
