/**
 * Schedules: suites that are submitted by themselves. A schedule is the `schedule` of its suite; the controller keeps it
 * under a name and records what became of each of its slots, which are the times it was due.
 */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'
import { parseDurationMs } from './quantity.ts'
import { Duration, Name, strict, titled } from './suite-terms.ts'

const words = <const One extends string, const Other extends string>(one: One, other: Other) =>
  Type.Union([Type.Literal(one), Type.Literal(other)])

/** `schedule` of a suite. Exactly one of `cron`, `every` and `after`: suite-rules/schedule.ts. */
export const SuiteSchedule = Type.Object(
  {
    cron: Type.Optional(
      Type.String({ maxLength: 200, description: "minute, hour, day, month and weekday as cron has them, such as '0 2 * * *'" }),
    ),
    tz: Type.Optional(
      Type.String({ maxLength: 64, description: "a time zone of the IANA database, such as 'Europe/Berlin'; default: UTC" }),
    ),
    every: Type.Optional(titled(Duration, 'due again after so long, counted from 1970-01-01T00:00Z')),
    after: Type.Optional(titled(Name, 'the schedule it follows')),
    on: Type.Optional(
      titled(words('success', 'end'), 'of the schedule before: only when all its runs succeeded, or however it ended'),
    ),
    missed: Type.Optional(
      titled(words('skip', 'latest'), 'after a time in which no slot could be met: nothing, or the newest of those missed'),
    ),
    missedWindow: Type.Optional(titled(Duration, 'how late a missed slot may still run')),
    overlap: Type.Optional(
      titled(
        Type.Union([Type.Literal('skip'), Type.Literal('queue'), Type.Literal('cancel-previous')]),
        'what to do with a slot while the submission before is unfinished',
      ),
    ),
    canary: Type.Optional(Type.Boolean({ description: 'true where the results tell whether a host is healthy' })),
  },
  strict,
)
export type SuiteSchedule = Frozen<Static<typeof SuiteSchedule>>

/** What holds where a schedule says nothing. */
export const scheduleDefaults = {
  tz: 'UTC',
  on: 'success',
  missed: 'latest',
  missedWindow: '1h',
  overlap: 'skip',
  canary: false,
} as const satisfies SuiteSchedule

/** Shortest `every`; cron cannot say less. */
export const minIntervalMs = 60_000

/** When a schedule is due. `every` counts from 1970-01-01T00:00Z, so that 6h means 0, 6, 12 and 18 o'clock UTC. */
export type ScheduleTiming =
  | { readonly kind: 'cron'; readonly cron: string; readonly tz: string }
  | { readonly kind: 'every'; readonly everyMs: number }
  | { readonly kind: 'after'; readonly after: string; readonly on: 'success' | 'end' }

export interface SchedulePolicies {
  /** What to do after a time in which no slot could be met: nothing, or to run the newest of those missed. */
  readonly missed: 'skip' | 'latest'
  /** How late that may be. */
  readonly missedWindowMs: number
  /** What to do with a slot while the submission before is unfinished. */
  readonly overlap: 'skip' | 'queue' | 'cancel-previous'
}

/** When a schedule that obeys the rules is due. */
export function timingOf({ cron, tz, every, after, on }: SuiteSchedule): ScheduleTiming {
  if (cron !== undefined) return { kind: 'cron', cron, tz: tz ?? scheduleDefaults.tz }
  if (every !== undefined) return { kind: 'every', everyMs: parseDurationMs(every) }
  if (after !== undefined) return { kind: 'after', after, on: on ?? scheduleDefaults.on }
  throw new TypeError('a schedule without cron, every and after: it was not checked')
}

export function policiesOf(schedule: SuiteSchedule): SchedulePolicies {
  const { missed, missedWindow, overlap } = { ...scheduleDefaults, ...schedule }
  return { missed, missedWindowMs: parseDurationMs(missedWindow), overlap }
}

const Time = Type.String({ description: 'ISO 8601, UTC' })

/**
 * What became of a slot. `firing`: it is being submitted. `skipped`: the submission before was unfinished. `missed`: no
 * controller could meet it in time. `failed`: it was refused. Each but the first two has its reason.
 */
export const SlotOutcome = Type.Union([
  Type.Literal('firing'),
  Type.Literal('submitted'),
  Type.Literal('skipped'),
  Type.Literal('missed'),
  Type.Literal('failed'),
])
export type SlotOutcome = Frozen<Static<typeof SlotOutcome>>

export const ScheduleSlot = Type.Object(
  {
    /** When it was due; of `after` the slot it comes after, of `manual` when it was asked for. */
    slot: Time,
    trigger: Type.Union([Type.Literal('time'), Type.Literal('after'), Type.Literal('manual')]),
    firedAt: Time,
    outcome: SlotOutcome,
    reason: Type.Optional(Type.String()),
    submissionId: Type.Optional(Type.String()),
    /** Slots this one stands for: those that were missed in a row are one, the newest of them. */
    count: Type.Integer(),
    /** Of the submission. */
    endedAt: Type.Optional(Time),
    result: Type.Optional(words('succeeded', 'failed')),
  },
  { title: 'ScheduleSlot' },
)
export type ScheduleSlot = Frozen<Static<typeof ScheduleSlot>>

export const ScheduleSummary = Type.Object(
  {
    name: Type.String(),
    /** Its suite's name. */
    suite: Type.String(),
    schedule: SuiteSchedule,
    enabled: Type.Boolean(),
    createdBy: Type.String(),
    createdAt: Time,
    /** The next slots, as long as nothing changes; none while it is paused, and of what comes after others. */
    next: Type.Array(Time),
    last: Type.Optional(ScheduleSlot),
  },
  { title: 'ScheduleSummary' },
)
export type ScheduleSummary = Frozen<Static<typeof ScheduleSummary>>

export const ScheduleDetail = Type.Object(
  {
    ...ScheduleSummary.properties,
    /** The suite as it will be submitted. */
    definition: Type.Unknown(),
    /** Newest first. */
    slots: Type.Array(ScheduleSlot),
  },
  { title: 'ScheduleDetail' },
)
export type ScheduleDetail = Frozen<Static<typeof ScheduleDetail>>

export const ScheduleList = Type.Object({ schedules: Type.Array(ScheduleSummary) }, { title: 'ScheduleList' })

/** Adds or replaces a schedule. */
export const ScheduleRequest = Type.Object(
  {
    /** Default: the suite's. */
    name: Type.Optional(Name),
    /** With its `schedule`; capture paths absolute. */
    suite: Type.Unknown(),
  },
  { ...strict, title: 'ScheduleRequest' },
)
export type ScheduleRequest = Frozen<Static<typeof ScheduleRequest>>

export const schedulePaths = {
  /** GET: { schedules: {@link ScheduleSummary}[] }. POST {@link ScheduleRequest}: 201 {@link ScheduleSummary}. */
  schedules: '/api/v1/schedules',
  /** GET: {@link ScheduleDetail}. PUT {@link ScheduleRequest}: {@link ScheduleSummary}. DELETE: 204. */
  schedule: '/api/v1/schedules/:name',
  /** POST: {@link ScheduleSlot}. */
  runNow: '/api/v1/schedules/:name/run-now',
  /** POST: {@link ScheduleSummary}. */
  pause: '/api/v1/schedules/:name/pause',
  resume: '/api/v1/schedules/:name/resume',
} as const
