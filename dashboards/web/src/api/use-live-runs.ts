/** Runs of a filter, newest first, as they change. */
import type { RunPage, RunSummary } from '@ringside/contract'
import { useEffect, useRef, useState } from 'preact/hooks'
import { api, content } from './client.ts'
import { type Query, useQuery } from './use-query.ts'
import { useRunEvents } from './use-run-events.ts'

export interface RunFilter {
  readonly suite?: string
  readonly label?: string
  readonly host?: string
  readonly state?: string
}

export interface LiveRuns {
  readonly query: Query<readonly RunSummary[]>
  /** Asks for older ones; undefined where there are none. */
  readonly more: (() => Promise<void>) | undefined
}

/** How often new runs are asked for, at most. */
const freshMs = 1_000

export function useLiveRuns(filter: RunFilter): LiveRuns {
  const key = JSON.stringify(filter)
  const query = useQuery(key, (signal) => pageOf(filter, undefined, signal))
  const [older, setOlder] = useState<readonly RunPage[]>([])
  const [changes, setChanges] = useState<ReadonlyMap<string, RunSummary>>(new Map())
  const pages = query.data === undefined ? [] : [query.data, ...older]
  const runs = pages.flatMap((page) => page.runs)
  const unknown = useRef(false)
  useRunEvents(eventQuery(filter), (run) => {
    if (!runs.some(({ id }) => id === run.id)) unknown.current = true
    setChanges((before) => new Map(before).set(run.id, run))
  })
  const { reload } = query
  useEffect(() => {
    const timer = setInterval(() => {
      if (!unknown.current) return
      unknown.current = false
      reload()
    }, freshMs)
    return () => clearInterval(timer)
  }, [reload])
  const next = pages.at(-1)?.next
  const more = async () => {
    const page = await pageOf(filter, next)
    setOlder((before) => [...before, page])
  }
  const data = query.data && runs.map((run) => changes.get(run.id) ?? run)
  return { query: { ...query, data }, more: next === undefined ? undefined : more }
}

async function pageOf(filter: RunFilter, cursor: string | undefined, signal?: AbortSignal): Promise<RunPage> {
  const query = { ...filter, ...(cursor && { cursor }) } as Record<string, string>
  return content<RunPage>(await api.GET('/api/v1/runs', { params: { query }, ...(signal && { signal }) }))
}

/** Whatever the filter's state, for what leaves it is to be seen too; part of a label is not a filter of events. */
function eventQuery({ suite, host }: RunFilter): string {
  return new URLSearchParams({ ...(suite && { suite }), ...(host && { host }) }).toString()
}
