/** Which of the slots that have become due is run, and which were missed. Pure. */
import type { SchedulePolicies } from '@ringside/contract'

/** A slot is met in time up to this long after it: timers and queues need a moment. */
export const graceMs = 60_000

export interface SlotJudgement {
  /** Unix ms. */
  readonly run?: number
  /** In order. */
  readonly missed: readonly number[]
}

/**
 * `due` in order, each at or before `nowMs`. At most the newest is run: benchmarks that were not run at their times are not
 * made up for all at once. Later than the grace it counts as missed, and runs only if the policy and its window let it.
 */
export function judgeSlots(
  due: readonly number[],
  nowMs: number,
  { missed, missedWindowMs }: Pick<SchedulePolicies, 'missed' | 'missedWindowMs'>,
): SlotJudgement {
  const newest = due.at(-1)
  if (newest === undefined) return { missed: [] }
  const lateMs = nowMs - newest
  const isRun = lateMs <= graceMs || (missed === 'latest' && lateMs <= missedWindowMs)
  return isRun ? { run: newest, missed: due.slice(0, -1) } : { missed: due }
}
