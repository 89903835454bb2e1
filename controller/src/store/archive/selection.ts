/** Which runs are meant, as SQL. */
import type { ExportQuery } from '@ringside/contract'
import type { Condition } from '../span-filter.ts'
import type { QueryParams } from '../store.ts'

export type Selection = Pick<ExportQuery, 'run' | 'submission' | 'suite' | 'since'>

/** A condition on rows of `runs`. */
export function selectedRuns({ run, submission, suite, since }: Selection): Condition {
  const conditions = ["state IN ('succeeded', 'failed')"]
  const params: Record<string, QueryParams[string]> = {}
  const ask = (sql: string, name: string, value: QueryParams[string] | undefined) => {
    if (value === undefined) return
    conditions.push(sql)
    params[name] = value
  }
  ask('id IN {runIds:Array(String)}', 'runIds', run)
  ask('submission_id = {submissionId:String}', 'submissionId', submission)
  ask('suite = {suite:String}', 'suite', suite)
  ask(
    'submitted_at >= fromUnixTimestamp64Milli({sinceMs:Int64})',
    'sinceMs',
    since === undefined ? undefined : Math.max(0, Date.parse(since)),
  )
  return { sql: conditions.join(' AND '), params }
}
