/**
 * The times at which a schedule is due: its slots. They follow from the schedule alone, not from when they are asked for,
 * so that a slot has one name whoever computes it.
 *
 * Where clocks are set forward, a cron slot in the hour that does not exist is due an hour later, once. Where they are set
 * back, a slot at given hours is due in the first of the two, and one of every hour in both.
 */
import { type CronExpression, CronExpressionParser } from 'cron-parser'
import type { ScheduleTiming } from './schedule.ts'

type Timed = Exclude<ScheduleTiming, { kind: 'after' }>

/** Longer than any clock is ever set by: behind it, what the parser finds no longer depends on where it started. */
const settlingMs = 3 * 3_600_000

/** Unix ms of the slots after `fromMs`, in order and without end unless the expression never comes true again. */
export function* slotsAfter(timing: Timed, fromMs: number): Generator<number, void> {
  if (timing.kind === 'every') {
    for (let slot = (Math.floor(fromMs / timing.everyMs) + 1) * timing.everyMs; ; slot += timing.everyMs) yield slot
  }
  const dates = CronExpressionParser.parse(timing.cron, { tz: timing.tz, currentDate: new Date(fromMs - settlingMs) })
  for (let slot = nextOf(dates); slot !== undefined; slot = nextOf(dates)) {
    if (slot > fromMs) yield slot
  }
}

/** Undefined where the expression does not come true again. */
function nextOf(dates: CronExpression): number | undefined {
  try {
    return dates.next().getTime()
  } catch {
    return undefined
  }
}

/** Field by field what cron knows: no seconds, no nicknames, and no H, which is another time with every look. */
const fields = [/^[\d*,/-]+$/, /^[\d*,/-]+$/, /^[\d*,/?L-]+$/, /^[\dA-Z*,/-]+$/i, /^[\dA-Z*,/?#-]+$/i]

/** Why an expression is none, in words; undefined when it is one. */
export function cronFault(cron: string): string | undefined {
  const words = cron.trim().split(/\s+/)
  if (words.length !== 5) return `five fields, such as '0 2 * * *'; these are ${words.length}`
  const wrong = words.find((word, index) => !fields[index]?.test(word) || /(^|[^a-z])h([^a-z]|$)/i.test(word))
  if (wrong !== undefined) return `five fields of numbers, names, '*', ',', '-' and '/'; '${wrong}' is none`
  try {
    CronExpressionParser.parse(cron, { tz: 'UTC' }).next()
    return undefined
  } catch (error) {
    return `a time that comes (${(error as Error).message})`
  }
}

/** Whether the time zone database has it. Offsets are none: they do not know when clocks are set. */
export function isTimeZone(tz: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: tz })
    return /^[A-Za-z]/.test(tz)
  } catch {
    return false
  }
}
