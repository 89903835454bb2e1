/** The signals of OTLP: where they arrive, and where they are stored. */
import { apiPaths } from '@ringside/contract'

export interface Signal {
  readonly name: 'traces' | 'metrics' | 'logs'
  readonly path: string
  /** The table of its items. */
  readonly table: string
  /** Its items, for people. */
  readonly items: string
  /** JSON name of field 1 of its partial success. */
  readonly rejectedField: string
}

export const signals: readonly Signal[] = [
  { name: 'traces', path: apiPaths.otlpTraces, table: 'spans', items: 'spans', rejectedField: 'rejectedSpans' },
  {
    name: 'metrics',
    path: apiPaths.otlpMetrics,
    table: 'metrics',
    items: 'data points',
    rejectedField: 'rejectedDataPoints',
  },
  { name: 'logs', path: apiPaths.otlpLogs, table: 'logs', items: 'log records', rejectedField: 'rejectedLogRecords' },
]
