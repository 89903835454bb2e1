/** What a store holds of a run, asked of the store itself. */

export interface StoredRun {
  /** Rows that count as the run, and what they say. */
  readonly runs: number
  readonly state: string
  readonly trials: number
  readonly queueCounters: number
  readonly distinctQueueCounters: number
  /** Spans of the run as a whole; of its execution on the host: one for each time it was measured. */
  readonly runSpans: number
  readonly executeSpans: number
}

const questions: Readonly<Record<keyof StoredRun, string>> = {
  runs: 'SELECT count() FROM runs FINAL WHERE id = {id:String}',
  state: 'SELECT any(state) FROM runs FINAL WHERE id = {id:String}',
  trials: 'SELECT count() FROM trials FINAL WHERE run_id = {id:String}',
  queueCounters: 'SELECT count() FROM queue_counters FINAL WHERE run_id = {id:String}',
  distinctQueueCounters:
    'SELECT uniqExact(backend, trial_index, queue_index, side) FROM queue_counters WHERE run_id = {id:String}',
  runSpans: "SELECT count() FROM spans WHERE run_id = {id:String} AND name = 'run'",
  executeSpans: "SELECT count() FROM spans WHERE run_id = {id:String} AND name = 'run.execute'",
}

/** `url`: base of ClickHouse's HTTP interface, with the database. */
export async function storedOf(url: string, runId: string): Promise<StoredRun> {
  const answers: [string, string | number][] = []
  for (const [what, sql] of Object.entries(questions)) {
    const response = await fetch(`${url}&param_id=${runId}`, { method: 'POST', body: `${sql} FORMAT TSV` })
    const text = (await response.text()).trim()
    if (!response.ok) throw new Error(`the store answered ${response.status} to ${sql}: ${text}`)
    answers.push([what, what === 'state' ? text : Number(text)])
  }
  return Object.fromEntries(answers) as unknown as StoredRun
}
