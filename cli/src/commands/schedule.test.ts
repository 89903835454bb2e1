import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ScheduleDetail, ScheduleSlot, ScheduleSummary } from '@ringside/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ringside, scratchFolder } from '../testing/command.ts'
import { type StubController, stubController } from '../testing/stub-controller.ts'

const summary: ScheduleSummary = {
  name: 'nightly',
  suite: 'nightly',
  schedule: { cron: '0 2 * * *', tz: 'Europe/Berlin' },
  enabled: true,
  createdBy: 'someone',
  createdAt: '2027-03-27T12:00:00.000Z',
  next: ['2027-03-28T00:00:00.000Z', '2027-03-29T00:00:00.000Z'],
}
const slot: ScheduleSlot = {
  slot: '2027-03-27T01:00:00.000Z',
  trigger: 'time',
  firedAt: '2027-03-27T01:00:00.100Z',
  outcome: 'submitted',
  submissionId: 's-1',
  count: 1,
  result: 'failed',
}
const missed: ScheduleSlot = { ...slot, outcome: 'missed', count: 3, reason: 'no controller met them in time' }
const detail: ScheduleDetail = { ...summary, definition: {}, slots: [slot, missed] }

let controller: StubController
beforeAll(async () => {
  controller = await stubController({
    'GET /api/v1/schedules': [200, { schedules: [{ ...summary, last: slot }] }],
    'POST /api/v1/schedules': [201, summary],
    'PUT /api/v1/schedules/nächtlich': [200, summary],
    'GET /api/v1/schedules/nightly': [200, detail],
    'DELETE /api/v1/schedules/nightly': [204, undefined],
    'POST /api/v1/schedules/nightly/run-now': [200, { ...slot, result: undefined }],
    'POST /api/v1/schedules/nightly/pause': [200, { ...summary, enabled: false, next: [] }],
  })
})
afterAll(() => controller.stop())

const schedule = (...args: string[]) =>
  ringside(['schedule', ...args, '--url', controller.url], { env: { TZ: 'Europe/Berlin', COLUMNS: '120' } })

const suite = `apiVersion: ringside/v1
kind: Suite
name: nightly
backends: [{ name: a, kind: emulated, doorbell: mapped, device: polling }]
workloads: [{ kind: throughput }]
matrix: { frame: [64] }
`

function suiteFile(more = ''): string {
  const file = join(scratchFolder(), 'suite.yaml')
  writeFileSync(file, suite + more)
  return file
}

describe('add', () => {
  it("goes by the suite's own schedule", async () => {
    const { code, stderr } = await schedule('add', suiteFile("schedule: { cron: '0 2 * * *', tz: Europe/Berlin }\n"))
    expect([code, stderr]).toEqual([0, ''])
    expect(controller.asked.at(-1)).toMatchObject({
      line: 'POST /api/v1/schedules',
      body: { suite: { name: 'nightly', schedule: { cron: '0 2 * * *', tz: 'Europe/Berlin' } } },
    })
  })

  it('lets options replace when it is due, and keep the rest', async () => {
    const file = suiteFile("schedule: { cron: '0 2 * * *', tz: Europe/Berlin, overlap: queue }\n")
    const { code, stdout } = await schedule(
      'add',
      file,
      '--every',
      '6h',
      '--canary',
      '--name',
      'nächtlich',
      '--replace',
      '--json',
    )
    expect([code, JSON.parse(stdout)]).toEqual([0, summary])
    expect(controller.asked.at(-1)).toMatchObject({
      line: 'PUT /api/v1/schedules/nächtlich',
      body: { name: 'nächtlich', suite: { schedule: { overlap: 'queue', every: '6h', canary: true } } },
    })
  })

  it.each([
    ['no time at all', [], "has no 'schedule'; expected one"],
    ['a minute that is none', ['--cron', '61 2 * * *'], 'schedule.cron'],
    ['two times', ['--every', '6h', '--after', 'x'], 'schedule.after'],
    ['a policy that is none', ['--every', '6h', '--missed', 'all'], 'Allowed choices are skip, latest'],
  ])('refuses %s before anything is sent', async (_, args, message) => {
    const before = controller.asked.length
    const { code, stderr } = await schedule('add', suiteFile(), ...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
    expect(controller.asked).toHaveLength(before)
  })
})

it('lists schedules with their next slot in local time', async () => {
  const { stdout } = await schedule('list')
  expect(stdout).toMatch(/^ {2}nightly +0 2 \* \* \* Europe\/Berlin +2027-03-28 01:00 +failed +nightly$/m)
})

it('shows slots in local time and UTC across a switch of clocks, and what became of those before', async () => {
  const { stdout } = await schedule('show', 'nightly')
  expect(stdout).toContain('next     2027-03-28 01:00   2027-03-28 00:00 UTC')
  expect(stdout).toContain('         2027-03-29 02:00   2027-03-29 00:00 UTC')
  expect(stdout).toMatch(/2027-03-27 01:00 +time +failed +s-1/)
  expect(stdout).toMatch(/missed 3 in a row .*no controller met them in time/)
})

it('removes, pauses and runs schedules by hand, and says what the controller refuses', async () => {
  expect((await schedule('remove', 'nightly', '--json')).stdout).toBe('{"removed":"nightly"}\n')
  expect((await schedule('pause', 'nightly')).stdout).toContain('ringside schedule resume nightly')
  expect((await schedule('run-now', 'nightly')).stdout).toContain('submitted as s-1')
  expect(await schedule('resume', 'x')).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing answers POST') })
})
