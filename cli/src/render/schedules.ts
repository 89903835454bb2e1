/** Schedules: a table of all, and one in full with its slots. */
import type { ScheduleDetail, ScheduleSlot, ScheduleSummary, SuiteSchedule } from '@ringside/contract'
import { type Line, type Part, paint, type RenderOptions } from './line.ts'
import { table } from './table.ts'

/** By name, as the controller gives them. */
export function renderSchedules(schedules: readonly ScheduleSummary[], options: RenderOptions): string {
  if (schedules.length === 0)
    return paint([["No schedules. Add one: ringside schedule add SUITE.yaml --cron '0 2 * * *'"]], options)
  const columns = ['schedule', 'when', 'next (local)', 'last', 'suite'].map((title) => ({
    title,
    align: 'left' as const,
    optional: title === 'suite',
  }))
  const rows = schedules.map((schedule) => [
    schedule.name,
    whenOf(schedule.schedule),
    schedule.enabled ? localTime(schedule.next[0]) : ({ text: 'paused', style: 'warn' } satisfies Part),
    schedule.last === undefined ? '' : outcomeOf(schedule.last),
    schedule.suite,
  ])
  return paint(table({ columns, rows }, options.width), options)
}

/** When it is due next, in local time and UTC; what became of the slots before, if those are given. */
export function renderSchedule(schedule: ScheduleSummary | ScheduleDetail, options: RenderOptions): string {
  const { missed = 'latest', missedWindow = '1h', overlap = 'skip' } = schedule.schedule
  const about: readonly (readonly [string, string])[] = [
    ['when', whenOf(schedule.schedule)],
    ['suite', schedule.suite],
    ['missed', missed === 'skip' ? 'skip' : `the newest is run up to ${missedWindow} late`],
    ['overlap', overlap],
    ['added', `${schedule.createdAt.slice(0, 16).replace('T', ' ')} UTC by ${schedule.createdBy}`],
  ]
  const lines: Line[] = [
    [{ text: schedule.name, style: 'bold' }, ...(schedule.enabled ? [] : [{ text: '  paused', style: 'warn' as const }])],
    ...about.map(([key, value]): Line => [{ text: `  ${key.padEnd(9)}`, style: 'dim' }, value]),
    ...schedule.next.map((slot, i): Line => {
      return [{ text: `  ${(i === 0 ? 'next' : '').padEnd(9)}`, style: 'dim' }, `${localTime(slot)}   ${utcTime(slot)}`]
    }),
    ...('slots' in schedule ? slotLines(schedule.slots, options) : []),
  ]
  return paint(lines, options)
}

/** What became of one slot. */
export function renderSlot(slot: ScheduleSlot): string {
  const { text } = outcomeOf(slot)
  return slot.submissionId === undefined ? text : `${text} as ${slot.submissionId}; see its runs with: ringside runs`
}

/** `0 2 * * * Europe/Berlin`, `every 6h`, `after nightly`. */
export function whenOf({ cron, tz, every, after, on, canary }: SuiteSchedule): string {
  const when = cron !== undefined ? `${cron} ${tz ?? 'UTC'}` : every !== undefined ? `every ${every}` : `after ${after}`
  return `${when}${on === 'end' ? ', whatever came of it' : ''}${canary ? ' (canary)' : ''}`
}

function slotLines(slots: readonly ScheduleSlot[], options: RenderOptions): Line[] {
  if (slots.length === 0) return [[], [{ text: '  no slot yet', style: 'dim' }]]
  const columns = ['slot (UTC)', 'by', 'outcome', 'submission', 'reason'].map((title) => ({ title, align: 'left' as const }))
  const rows = slots.map((slot) => [
    utcTime(slot.slot).slice(0, -4),
    slot.trigger,
    outcomeOf(slot),
    slot.submissionId ?? '',
    slot.reason ?? '',
  ])
  return [[], ...table({ columns, rows }, options.width)]
}

function outcomeOf({ outcome, count, result }: ScheduleSlot): Part {
  if (outcome !== 'submitted') {
    const text = count === 1 ? outcome : `${outcome} ${count} in a row`
    return { text, style: outcome === 'firing' ? 'dim' : 'warn' }
  }
  if (result === undefined) return { text: 'submitted' }
  return { text: result, style: result === 'failed' ? 'warn' : undefined }
}

/** `2026-11-24 03:00`, where the terminal is. */
function localTime(iso: string | undefined): string {
  if (iso === undefined) return ''
  const date = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** `2026-11-24 02:00 UTC`. */
const utcTime = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`
