import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkSuite } from './check-suite.ts'
import type { ScheduleTiming } from './schedule.ts'
import { cronFault, isTimeZone, slotsAfter } from './schedule-slots.ts'

type Timed = Exclude<ScheduleTiming, { kind: 'after' }>
const daily = (cron: string, tz: string): Timed => ({ kind: 'cron', cron, tz })

/** The slots of a stretch of time, as UTC. */
function slots(timing: Timed, [from = '', to = '']: readonly string[]): string[] {
  const found: string[] = []
  for (const slot of slotsAfter(timing, Date.parse(from))) {
    if (slot > Date.parse(to)) break
    found.push(new Date(slot).toISOString().slice(0, 16))
  }
  return found
}

describe('where clocks are set forward', () => {
  it.each([
    ['Europe/Berlin', ['2027-03-27T12:00Z', '2027-03-29T12:00Z'], ['2027-03-28T01:30', '2027-03-29T00:30']],
    ['America/New_York', ['2027-03-13T12:00Z', '2027-03-15T12:00Z'], ['2027-03-14T07:30', '2027-03-15T06:30']],
    ['America/New_York', ['2026-03-07T12:00Z', '2026-03-09T12:00Z'], ['2026-03-08T07:30', '2026-03-09T06:30']],
  ])('a slot in the hour that %s lacks is due an hour later, once', (tz, stretch, expected) => {
    expect(slots(daily('30 2 * * *', tz), stretch)).toEqual(expected)
  })

  it('slots of every half hour lose those of the hour that is not there', () => {
    expect(slots(daily('*/30 * * * *', 'Europe/Berlin'), ['2027-03-28T00:00Z', '2027-03-28T01:30Z'])).toEqual([
      '2027-03-28T00:30',
      '2027-03-28T01:00',
      '2027-03-28T01:30',
    ])
  })

  it('two slots that fall on one time are one', () => {
    expect(slots(daily('15 2,3 * * *', 'Europe/Berlin'), ['2027-03-28T00:00Z', '2027-03-28T12:00Z'])).toEqual([
      '2027-03-28T01:15',
    ])
  })
})

describe('where clocks are set back', () => {
  it.each([
    [daily('30 2 * * *', 'Europe/Berlin'), ['2027-10-30T12:00Z', '2027-11-01T12:00Z'], ['2027-10-31T00:30', '2027-11-01T01:30']],
    [
      daily('30 1 * * *', 'America/New_York'),
      ['2026-10-31T12:00Z', '2026-11-02T12:00Z'],
      ['2026-11-01T05:30', '2026-11-02T06:30'],
    ],
    [
      daily('30 1 * * *', 'America/New_York'),
      ['2027-11-06T12:00Z', '2027-11-08T12:00Z'],
      ['2027-11-07T05:30', '2027-11-08T06:30'],
    ],
  ])('a slot in the hour that there is twice is due in the first, once: %o', (timing, stretch, expected) => {
    expect(slots(timing, stretch)).toEqual(expected)
  })

  it('slots of every hour are due in both', () => {
    expect(slots(daily('0 * * * *', 'Europe/Berlin'), ['2027-10-30T23:30Z', '2027-10-31T02:30Z'])).toEqual([
      '2027-10-31T00:00',
      '2027-10-31T01:00',
      '2027-10-31T02:00',
    ])
  })
})

it('counts intervals from 1970 on, so that six hours mean 0, 6, 12 and 18 o’clock UTC', () => {
  expect(slots({ kind: 'every', everyMs: 6 * 3_600_000 }, ['2026-11-23T06:00Z', '2026-11-23T18:00Z'])).toEqual([
    '2026-11-23T12:00',
    '2026-11-23T18:00',
  ])
})

it('gives a slot the same name from wherever it looks, across every switch', () => {
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC')
  const field = (most: number) => fc.oneof(fc.constant('*'), fc.integer({ min: 0, max: most }).map(String))
  const day = 86_400_000
  fc.assert(
    fc.property(fc.tuple(zone, field(59), field(23)), fc.integer({ min: 0, max: 730 * day }), ([tz, minute, hour], offset) => {
      const timing = daily(`${minute} ${hour} * * *`, tz)
      const from = Date.parse('2026-01-01T00:00Z') + offset
      const take = (start: number) => slotsAfter(timing, start).next().value as number
      const first = take(from)
      expect(first).toBeGreaterThan(from)
      // Asked for at any time since the slot before, the answer is the same.
      expect(take(first - 1)).toBe(first)
      expect(take(Math.floor((from + first) / 2))).toBe(first)
      expect(take(first)).toBeGreaterThan(first)
    }),
    { numRuns: 60 },
  )
})

describe('the rules of a schedule', () => {
  const suite = (schedule: unknown) => ({
    apiVersion: 'ringside/v1',
    kind: 'Suite',
    name: 'x',
    backends: [{ name: 'a', kind: 'emulated', doorbell: 'mapped', device: 'polling' }],
    workloads: [{ kind: 'throughput' }],
    matrix: { frame: [64] },
    schedule,
  })
  const paths = (schedule: unknown) => {
    const check = checkSuite(suite(schedule))
    return check.ok ? [] : check.faults.map((fault) => fault.path)
  }

  it.each([
    { cron: '0 2 * * *', tz: 'Europe/Berlin' },
    { cron: '0 2 * * MON-THU', missed: 'skip', missedWindow: '2h', overlap: 'cancel-previous' },
    { every: '90m', canary: true },
    { after: 'nightly', on: 'end', overlap: 'queue' },
  ])('take %o', (schedule) => expect(paths(schedule)).toEqual([]))

  it.each([
    ['nothing at all', {}, ['schedule']],
    ['two at once', { cron: '0 2 * * *', every: '1h' }, ['schedule.every']],
    ['six fields', { cron: '0 0 2 * * *' }, ['schedule.cron']],
    ['a time that never comes', { cron: '0 0 31 2 *' }, ['schedule.cron']],
    ['another time with every look', { cron: 'H 2 * * *' }, ['schedule.cron']],
    ['a minute that is none', { cron: '61 2 * * *' }, ['schedule.cron']],
    ['an unknown zone', { cron: '0 2 * * *', tz: 'Mars/Olympus' }, ['schedule.tz']],
    ['an offset for a zone', { cron: '0 2 * * *', tz: '+02:00' }, ['schedule.tz']],
    ['a zone without cron', { every: '1h', tz: 'UTC' }, ['schedule.tz']],
    ['too often', { every: '59s' }, ['schedule.every']],
    ['words that are none', { every: '1h', missed: 'all', overlap: 'twice' }, ['schedule.missed', 'schedule.overlap']],
  ])('refuse %s', (_, schedule, expected) => expect(paths(schedule)).toEqual(expected))

  it('never throw, whatever the texts are', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        cronFault(text)
        isTimeZone(text)
        paths({ cron: text, tz: text, every: text, after: text })
      }),
    )
  })
})
