/** What `schedule` of a suite must obey beyond its schema. */
import { parseDurationMs } from '../quantity.ts'
import { minIntervalMs } from '../schedule.ts'
import { cronFault, isTimeZone } from '../schedule-slots.ts'
import type { LocatedFault } from '../schema-faults.ts'
import { get, quantity } from './value.ts'

const kinds = ['cron', 'every', 'after'] as const

/** Keys that mean something only beside another one. */
const companions = [
  ['tz', 'cron'],
  ['on', 'after'],
] as const

export function scheduleFaults(suite: unknown): LocatedFault[] {
  const schedule = get(suite, 'schedule')
  if (typeof schedule !== 'object' || schedule === null) return []
  const said = kinds.filter((kind) => get(schedule, kind) !== undefined)
  const [, second] = said
  const at = (key: string, expected: string): LocatedFault => ({
    path: ['schedule', key],
    value: get(schedule, key),
    expected,
  })
  return [
    ...(said.length === 0 ? [{ path: ['schedule'], value: schedule, expected: "one of 'cron', 'every' and 'after'" }] : []),
    ...(second === undefined ? [] : [at(second, `only one of 'cron', 'every' and 'after'; these are ${said.join(' and ')}`)]),
    ...companions.flatMap(([key, other]) =>
      get(schedule, key) === undefined || get(schedule, other) !== undefined ? [] : [at(key, `no '${key}' without '${other}'`)],
    ),
    ...timeFaults(schedule).map(([key, expected]) => at(key, expected)),
  ]
}

function timeFaults(schedule: object): (readonly [string, string])[] {
  const [cron, tz] = [get(schedule, 'cron'), get(schedule, 'tz')]
  const fault = typeof cron === 'string' ? cronFault(cron) : undefined
  const everyMs = quantity(get(schedule, 'every'), parseDurationMs)
  const isShort = everyMs !== undefined && (everyMs < minIntervalMs || !Number.isInteger(everyMs))
  return [
    ...(fault === undefined ? [] : [['cron', fault] as const]),
    ...(typeof tz === 'string' && !isTimeZone(tz) ? [['tz', "a time zone such as 'Europe/Berlin' or 'UTC'"] as const] : []),
    ...(isShort ? [['every', 'at least 1m, in whole milliseconds'] as const] : []),
  ]
}
