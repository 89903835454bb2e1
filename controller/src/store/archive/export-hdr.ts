/**
 * Latencies of trials as a log of HDR histograms, for the tools of HdrHistogram (HistogramLogProcessor, the plotter).
 * Source: HdrHistogram's `HistogramLogWriter`, log format 1.3: times in seconds, the largest value in ms of ns, tags without
 * commas, spaces and line ends.
 */
import type { Store } from '../store.ts'
import { runIds } from './export-archive.ts'
import type { Selection } from './selection.ts'

const head = `#[Histogram log format version 1.3]
#[Latencies in ns; one interval a trial, tagged RUN/BACKEND/INDEX]
"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"
`

const nsPerSecond = 1e9
/** What the format divides the largest value by. */
const maxValueUnitRatio = 1e6

interface TrialRow {
  readonly backend: string
  readonly index: number
  readonly started_unix_ns: string
  readonly duration_ns: string
  readonly latency_ns_max: number | null
  readonly latency_histogram: string
}

/** The text of the log, in parts. Throws StoreError. */
export async function* exportHdrLog(store: Store, selection: Selection): AsyncGenerator<string> {
  yield head
  for (const id of await runIds(store, selection)) {
    const rows = await store.query<TrialRow>(
      `SELECT backend, \`index\`, started_unix_ns, duration_ns, latency_ns_max, latency_histogram FROM trials FINAL
       WHERE run_id = {id:String} AND latency_histogram != '' ORDER BY started_unix_ns, backend, \`index\``,
      { id },
    )
    yield rows.map((row) => lineOf(id, row)).join('')
  }
}

function lineOf(id: string, row: TrialRow): string {
  const tag = [id, row.backend, row.index].join('/').replace(/[\s,]/g, '_')
  const [start, length] = [Number(row.started_unix_ns) / nsPerSecond, Number(row.duration_ns) / nsPerSecond]
  const max = (row.latency_ns_max ?? 0) / maxValueUnitRatio
  return `Tag=${tag},${start.toFixed(3)},${length.toFixed(3)},${max.toFixed(3)},${row.latency_histogram}\n`
}
