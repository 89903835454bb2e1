import type { SuiteSchedule } from '@ringside/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Rig, type RigFolder, rigFolder, suiteWith } from './testing/rig.ts'

let folder: RigFolder
let rig: Rig
beforeAll(async () => {
  folder = await rigFolder()
})
afterAll(() => folder.close())
beforeEach(async () => {
  rig = await folder.open('2027-01-10T12:00:00Z')
})
afterEach(() => rig.stop())

async function add(schedule: SuiteSchedule, name = 'nightly'): Promise<void> {
  const answer = await rig.desk.add({ suite: suiteWith(schedule, name) }, 'a test')
  if (!answer.ok) throw new Error(answer.detail)
}

const key = (slot: string, name = 'nightly') => `schedule:${name}:${new Date(`${slot}Z`).toISOString()}`
const cron = { cron: '0 2 * * *' } as const

/** Lets what follows from the end of a submission be stored. */
const settled = (name: string, expected: readonly string[]) => expect.poll(() => rig.slots(name)).toEqual(expected)

async function end(slot: string, state: 'succeeded' | 'failed' = 'succeeded', name = 'nightly'): Promise<void> {
  rig.submissions.end(key(slot, name), state)
  await expect.poll(async () => (await rig.store.open()).filter(({ schedule }) => schedule === name)).toEqual([])
}

describe('a slot', () => {
  it('is submitted once, however often it is looked at', async () => {
    await add(cron)
    await rig.at('2027-01-11T01:59:59Z')
    expect(rig.submissions.submitted).toEqual([])
    for (const time of ['2027-01-11T02:00:00Z', '2027-01-11T02:00:00Z', '2027-01-11T02:00:30Z']) await rig.at(time)
    await Promise.all([rig.schedules.wake('nightly'), rig.schedules.wake('nightly')])
    expect(rig.submissions.submitted).toEqual([key('2027-01-11T02:00')])
    await rig.restart()
    expect(rig.submissions.submitted).toEqual([key('2027-01-11T02:00')])
    expect(await rig.slots('nightly')).toEqual(['2027-01-11T02:00 time submitted'])
  })

  it.each(['before', 'after'] as const)(
    'is submitted once although the store went away %s its submission was made, and the controller died then',
    async (outage) => {
      await add(cron)
      rig.submissions.outage = outage
      await rig.at('2027-01-11T02:00:00Z')
      expect(await rig.slots('nightly')).toEqual(['2027-01-11T02:00 time firing'])
      rig.submissions.outage = undefined
      rig.set('2027-01-11T02:20:00Z')
      await rig.restart()
      await settled('nightly', ['2027-01-11T02:00 time submitted'])
      expect(rig.submissions.submitted).toEqual([key('2027-01-11T02:00')])
    },
  )

  it('that was being submitted as the controller died is told as missed when it comes back too late', async () => {
    await add(cron)
    rig.submissions.outage = 'before'
    await rig.at('2027-01-11T02:00:00Z')
    rig.submissions.outage = undefined
    rig.set('2027-01-11T05:00:00Z')
    await rig.restart()
    await settled('nightly', ['2027-01-11T02:00 time missed'])
    expect(rig.submissions.submitted).toEqual([])
  })

  it('that is refused says why, and the next one is tried', async () => {
    await add(cron)
    rig.submissions.refusal = 'no host is registered'
    await rig.at('2027-01-11T02:00:00Z')
    rig.submissions.refusal = undefined
    await rig.at('2027-01-12T02:00:00Z')
    expect(await rig.slots('nightly')).toEqual(['2027-01-11T02:00 time failed', '2027-01-12T02:00 time submitted'])
    expect((await rig.store.slotsOf('nightly', 9))[1]?.reason).toBe('no host is registered')
  })

  it('ends as its submission does', async () => {
    await add(cron)
    await rig.at('2027-01-11T02:00:00Z')
    await end('2027-01-11T02:00', 'failed')
    expect((await rig.store.slotsOf('nightly', 1))[0]).toMatchObject({ outcome: 'submitted', result: 'failed' })
  })

  it('ends although the controller was away when its submission did', async () => {
    await add(cron)
    await rig.at('2027-01-11T02:00:00Z')
    await rig.schedules.close()
    rig.submissions.end(key('2027-01-11T02:00'), 'succeeded')
    await rig.restart()
    await expect.poll(async () => (await rig.store.slotsOf('nightly', 1))[0]?.result).toBe('succeeded')
  })
})

describe('missed slots', () => {
  it('are not made up for one by one: the newest is run, the others are told', async () => {
    await add({ cron: '*/10 * * * *' })
    rig.set('2027-01-10T14:04:00Z')
    await rig.restart()
    expect(await rig.slots('nightly')).toEqual(['2027-01-10T13:50 time missed x11', '2027-01-10T14:00 time submitted'])
  })

  it('are skipped when the policy says so, and when they are older than its window', async () => {
    await add({ cron: '0 2 * * *', missed: 'skip' }, 'strict')
    await add({ cron: '0 2 * * *', missedWindow: '30m' }, 'narrow')
    await rig.at('2027-01-11T02:45:00Z')
    for (const name of ['strict', 'narrow']) expect(await rig.slots(name)).toEqual(['2027-01-11T02:00 time missed'])
    expect((await rig.store.slotsOf('strict', 1))[0]?.reason).toContain("'missed' is skip")
  })

  it('of two months are counted without holding up the rest', async () => {
    await add({ every: '1m' })
    await rig.at('2027-03-11T12:00:00Z')
    const slots = await rig.store.slotsOf('nightly', 100)
    expect(slots.reduce((sum, { count }) => sum + count, 0)).toBe(60 * 24 * 60)
    expect(slots[0]).toMatchObject({ outcome: 'submitted', slotMs: Date.parse('2027-03-11T12:00:00Z') })
  })

  it('of a pause are none', async () => {
    await add({ every: '1h' })
    await rig.desk.setEnabled('nightly', false)
    await rig.at('2027-01-10T15:30:00Z')
    await rig.restart()
    await rig.desk.setEnabled('nightly', true)
    await rig.at('2027-01-10T16:00:00Z')
    expect(await rig.slots('nightly')).toEqual(['2027-01-10T16:00 time submitted'])
  })
})

describe('overlaps', () => {
  it('are skipped with the reason by default, and a slot by hand is not', async () => {
    await add({ every: '1h' })
    await rig.at('2027-01-10T13:00:00Z')
    await rig.at('2027-01-10T14:00:00Z')
    expect((await rig.store.slotsOf('nightly', 1))[0]?.reason).toContain('is unfinished')
    rig.set('2027-01-10T14:10:00Z')
    await rig.desk.runNow('nightly')
    rig.submissions.end(key('2027-01-10T14:10'), 'succeeded')
    await end('2027-01-10T13:00')
    await rig.at('2027-01-10T15:00:00Z')
    expect((await rig.slots('nightly')).slice(-2)).toEqual([
      '2027-01-10T14:10 manual submitted',
      '2027-01-10T15:00 time submitted',
    ])
  })

  it('wait in the queue of their host, or end the one before, if the policy says so', async () => {
    await add({ every: '1h', overlap: 'queue' }, 'waits')
    await add({ every: '1h', overlap: 'cancel-previous' }, 'ends')
    await rig.at('2027-01-10T13:00:00Z')
    await rig.restart()
    await rig.at('2027-01-10T14:00:00Z')
    expect(rig.submissions.submitted).toHaveLength(4)
    expect(rig.submissions.cancelled).toEqual([`s-${key('2027-01-10T13:00', 'ends')}`])
  })
})

describe('after another schedule', () => {
  it('comes what waits for its success, once for each of its slots', async () => {
    await add(cron)
    await add({ after: 'nightly' }, 'second')
    await add({ after: 'nightly', on: 'end' }, 'anyway')
    await rig.at('2027-01-11T02:00:00Z')
    expect(await rig.slots('second')).toEqual([])
    await end('2027-01-11T02:00', 'failed')
    await settled('anyway', ['2027-01-11T02:00 after submitted'])
    await end('2027-01-11T02:00', 'succeeded', 'anyway')
    await rig.at('2027-01-12T02:00:00Z')
    await end('2027-01-12T02:00')
    await settled('second', ['2027-01-12T02:00 after submitted'])
    await rig.at('2027-01-12T02:01:00Z')
    await rig.restart()
    expect(await rig.slots('second')).toEqual(['2027-01-12T02:00 after submitted'])
  })

  it('comes what waits for it although the controller died as it ended', async () => {
    await add(cron)
    await add({ after: 'nightly' }, 'second')
    await rig.at('2027-01-11T02:00:00Z')
    await rig.schedules.close()
    rig.submissions.end(key('2027-01-11T02:00'), 'succeeded')
    await rig.restart()
    await settled('second', ['2027-01-11T02:00 after submitted'])
  })
})

describe('clocks', () => {
  it('that jump forward leave no slot out of the record, and run only the newest', async () => {
    await add({ every: '30m' })
    await rig.at('2027-01-10T12:30:00Z')
    await end('2027-01-10T12:30')
    await rig.at('2027-01-10T14:30:10Z')
    expect(await rig.slots('nightly')).toEqual([
      '2027-01-10T12:30 time submitted',
      '2027-01-10T14:00 time missed x3',
      '2027-01-10T14:30 time submitted',
    ])
  })

  it('that are set back an hour run no slot a second time', async () => {
    await add({ every: '30m', overlap: 'queue' })
    await rig.at('2027-01-10T13:00:00Z')
    await rig.at('2027-01-10T12:05:00Z')
    await rig.at('2027-01-10T12:30:00Z')
    await rig.restart()
    await rig.at('2027-01-10T13:00:00Z')
    await rig.at('2027-01-10T13:30:00Z')
    expect(new Set(rig.submissions.submitted).size).toBe(rig.submissions.submitted.length)
    expect(await rig.slots('nightly')).toEqual([
      '2027-01-10T12:30 time missed',
      '2027-01-10T13:00 time submitted',
      '2027-01-10T13:30 time submitted',
    ])
  })

  it('that were a year ahead and are put right do not silence a schedule for a year', async () => {
    await add({ every: '1h', overlap: 'queue' })
    await rig.at('2028-01-10T12:00:00Z')
    await rig.at('2027-01-10T13:30:00Z')
    await rig.at('2027-01-10T14:00:00Z')
    expect((await rig.slots('nightly'))[0]).toBe('2027-01-10T14:00 time submitted')
  })

  it.each([
    ['Europe/Berlin', '30 2 * * *', '2027-03-26T12:00Z', ['2027-03-27T01:30', '2027-03-28T01:30', '2027-03-29T00:30']],
    ['Europe/Berlin', '30 2 * * *', '2027-10-29T12:00Z', ['2027-10-30T00:30', '2027-10-31T00:30', '2027-11-01T01:30']],
    ['America/New_York', '30 1 * * *', '2026-10-30T12:00Z', ['2026-10-31T05:30', '2026-11-01T05:30', '2026-11-02T06:30']],
    ['America/New_York', '30 2 * * *', '2027-03-12T12:00Z', ['2027-03-13T07:30', '2027-03-14T07:30', '2027-03-15T06:30']],
  ])('of %s are set, and %s is met once a day', async (...[tz, pattern, start, expected]) => {
    rig.set(start)
    await add({ cron: pattern, tz, overlap: 'queue' })
    for (let ms = Date.parse(start); ms <= Date.parse(start) + 72 * 3_600_000; ms += 15 * 60_000) {
      rig.set(new Date(ms).toISOString())
      await rig.schedules.wake('nightly')
    }
    expect(await rig.slots('nightly')).toEqual(expected.map((slot) => `${slot} time submitted`))
  })
})

describe('the desk', () => {
  it('keeps schedules across a restart, with their next slots', async () => {
    await add({ cron: '0 2 * * *', tz: 'Europe/Berlin' })
    await rig.restart()
    expect(await rig.desk.list()).toMatchObject([
      {
        name: 'nightly',
        suite: 'nightly',
        enabled: true,
        createdBy: 'a test',
        next: [11, 12, 13, 14, 15].map((day) => `2027-01-${day}T01:00:00.000Z`),
      },
    ])
  })

  it('refuses what has faults, is there already, follows nothing or itself', async () => {
    const refused = async (request: Parameters<typeof rig.desk.add>[0]) => {
      const answer = await rig.desk.add(request, 'a test')
      return answer.ok ? answer.value : [answer.status, answer.detail, answer.faults?.[0]?.path]
    }
    const { schedule: _, ...unscheduled } = suiteWith(cron)
    expect(await refused({ suite: unscheduled })).toEqual([422, expect.stringContaining('--cron'), 'schedule'])
    expect(await refused({ suite: {} })).toMatchObject([422, expect.stringContaining('faults'), expect.anything()])
    await add(cron)
    expect(await refused({ suite: suiteWith(cron) })).toEqual([409, expect.stringContaining('--name'), undefined])
    expect(await refused({ suite: suiteWith({ after: 'nothing' }, 'x') })).toEqual([
      422,
      expect.stringContaining("'nothing'"),
      undefined,
    ])
    await add({ after: 'nightly' }, 'second')
    const looped = await rig.desk.replace('nightly', { suite: suiteWith({ after: 'second' }) }, 'a test')
    expect(looped).toMatchObject({
      ok: false,
      status: 422,
      detail: expect.stringContaining('nightly after second after nightly'),
    })
    expect(await rig.desk.remove('nightly')).toMatchObject({ ok: false, status: 409, detail: expect.stringContaining('second') })
    expect(await rig.desk.remove('nowhere')).toMatchObject({ ok: false, status: 404 })
  })

  it('removes a schedule for good, and its name can be taken again', async () => {
    await add(cron)
    expect(await rig.desk.remove('nightly')).toMatchObject({ ok: true })
    await rig.restart()
    expect(await rig.desk.list()).toEqual([])
    await add({ every: '1h' })
    await rig.restart()
    expect(await rig.desk.list()).toMatchObject([{ schedule: { every: '1h' } }])
  })

  it('replaces a schedule, which counts from then on where its times have changed', async () => {
    await add(cron)
    rig.set('2027-01-11T02:30:00Z')
    await rig.desk.replace('nightly', { suite: suiteWith({ cron: '15 2 * * *' }) }, 'another')
    await rig.schedules.sweep()
    expect(await rig.slots('nightly')).toEqual([])
    expect(await rig.desk.list()).toMatchObject([{ createdBy: 'a test', schedule: { cron: '15 2 * * *' } }])
  })
})
