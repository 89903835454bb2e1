/**
 * Lists of runs and submissions, newest first, page by page. A page begins at a place in the order and not at a number
 * of rows, so runs that come meanwhile shift nothing. The order is found in narrow columns; specs, which are most of a
 * row, are read for the runs of the page only.
 */
import { type RunListQuery, RunState, type SubmissionListQuery, type SubmissionSummary } from '@ringside/contract'
import type { QueryParams, Store } from '../store/store.ts'
import { cursorAt, type ListPlace } from './list-cursor.ts'
import type { RunRecord } from './run-record.ts'
import { fromRunRow, type RunRow, summaryColumns } from './run-rows.ts'

/** Runs that an agent has, and their states: their rows may still say `queued`. */
export type UnderWay = ReadonlyMap<string, RunState>

export interface PageRequest<Query> {
  readonly query: Omit<Query, 'cursor'>
  /** Where the page before ended. */
  readonly after: ListPlace | undefined
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Cursor of what follows; absent on the last page. */
  readonly next?: string
}

const newestFirst = 'submitted_at DESC, submission_id DESC, position'
const afterPlace = `submitted_at <= fromUnixTimestamp64Milli({afterMs:Int64}, 'UTC') AND
  (submitted_at < fromUnixTimestamp64Milli({afterMs:Int64}, 'UTC') OR submission_id < {afterId:String} OR
  (submission_id = {afterId:String} AND position > {afterPosition:UInt32}))`

/** How each filter is asked. Placeholders bear the names of the filters. */
const conditions = {
  state: '(state IN {state:Array(String)} AND id NOT IN {underWay:Array(String)}) OR id IN {asked:Array(String)}',
  suite: 'suite = {suite:String}',
  host: 'host = {host:String}',
  submission: 'submission_id = {submission:String}',
  label: 'position(label, {label:String}) > 0',
  since: "submitted_at >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')",
} as const

/** `underWay` is asked where states matter. Throws StoreError when the store is out of reach. */
export async function runPage(
  store: Store,
  { query, after }: PageRequest<RunListQuery>,
  underWay: () => UnderWay,
): Promise<Page<RunRecord>> {
  const { limit, since, ...filter } = query
  const asked = { ...filter, ...(since === undefined ? {} : { since: Date.parse(since) }) }
  const where = Object.keys(asked).map((name) => conditions[name as keyof typeof conditions])
  const matching = [...where, ...(after === undefined ? [] : [afterPlace])]
  const ids = `SELECT id FROM runs FINAL ${whereOf(matching)} ORDER BY ${newestFirst} LIMIT {limit:UInt32}`
  const rows = await store.query<RunRow>(
    `SELECT ${summaryColumns} FROM runs FINAL WHERE id IN (${ids}) ORDER BY ${newestFirst}`,
    { ...asked, ...stateParams(query.state, underWay), ...placeParams(after), limit: limit + 1 },
  )
  return pageOf(rows.map(fromRunRow), limit, ({ submittedAtMs, spec: { submissionId }, position }) => ({
    submittedAtMs,
    submissionId,
    position,
  }))
}

interface SubmissionRow {
  readonly id: string
  readonly suite_name: string
  readonly trace: string
  readonly submitted_at_ms: string
  readonly states: Readonly<Record<string, string>>
}

/** Throws StoreError when the store is out of reach. */
export async function submissionPage(
  store: Store,
  { query: { limit, suite }, after }: PageRequest<SubmissionListQuery>,
): Promise<Page<SubmissionSummary>> {
  const matching = [...(suite === undefined ? [] : [conditions.suite]), ...(after === undefined ? [] : [afterPlace])]
  // A submission's runs are all of one moment.
  const rows = await store.query<SubmissionRow>(
    `SELECT submission_id AS id, any(suite) AS suite_name, any(trace_id) AS trace,
       toUnixTimestamp64Milli(submitted_at) AS submitted_at_ms, sumMap(map(toString(state), toUInt64(1))) AS states
     FROM runs FINAL ${whereOf(matching)} GROUP BY submitted_at, submission_id
     ORDER BY submitted_at DESC, submission_id DESC LIMIT {limit:UInt32}`,
    // Behind the last run of the submission that the page before ended with.
    {
      ...(suite === undefined ? {} : { suite }),
      ...placeParams(after && { ...after, position: lastPosition }),
      limit: limit + 1,
    },
  )
  return pageOf(rows.map(summaryOf), limit, ({ id, submittedAt }) => ({
    submittedAtMs: Date.parse(submittedAt),
    submissionId: id,
    position: 0,
  }))
}

const lastPosition = 0xffffffff

function summaryOf({ id, suite_name, trace, submitted_at_ms, states }: SubmissionRow): SubmissionSummary {
  const counted = RunState.anyOf.flatMap(({ const: state }) =>
    states[state] === undefined ? [] : [[state, Number(states[state])]],
  )
  return {
    id,
    suite: suite_name,
    traceId: trace,
    submittedAt: new Date(Number(submitted_at_ms)).toISOString(),
    runs: Object.fromEntries(counted),
  }
}

const whereOf = (matching: readonly string[]): string =>
  matching.length === 0 ? '' : `WHERE ${matching.map((condition) => `(${condition})`).join(' AND ')}`

function stateParams(states: readonly RunState[] | undefined, underWay: () => UnderWay): QueryParams {
  if (states === undefined) return {}
  const known = underWay()
  return { underWay: [...known.keys()], asked: [...known].flatMap(([id, state]) => (states.includes(state) ? [id] : [])) }
}

const placeParams = (after: ListPlace | undefined): QueryParams =>
  after === undefined ? {} : { afterMs: after.submittedAtMs, afterId: after.submissionId, afterPosition: after.position }

/** One more than fits was read, to know whether anything follows. */
function pageOf<Item>(items: readonly Item[], limit: number, placeOf: (item: Item) => ListPlace): Page<Item> {
  const shown = items.slice(0, limit)
  const last = shown.at(-1)
  return items.length > limit && last !== undefined ? { items: shown, next: cursorAt(placeOf(last)) } : { items: shown }
}
