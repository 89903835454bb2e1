import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acknowledged, resolved } from '../alert-record.ts'
import { noticedAlert } from '../presentation.ts'
import { alertFixture } from '../testing/alert-fixture.ts'
import { type Hook, startHook } from '../testing/hook.ts'
import { alertmanager } from './alertmanager.ts'
import { readReceivers } from './read-receivers.ts'
import type { Notice } from './receiver.ts'
import { shownUrlOf } from './shown-url.ts'
import { signatureOf, webhook } from './webhook.ts'

let hook: Hook
beforeEach(async () => {
  hook = await startHook()
})
afterEach(() => hook.stop())

const { signal } = new AbortController()
const alert = noticedAlert(alertFixture(), 'http://ringside')
const notice: Notice = { id: 'd-1', event: 'opened', at: alert.openedAt, alert }
const act = { by: 'someone', reason: 'fixed', atMs: Date.parse('2026-11-20T12:00:00Z') }
const failureOf = (promise: Promise<void>) =>
  promise.then(
    () => 'taken',
    (error: Error) => error.message,
  )

describe('a webhook', () => {
  const team = ({ url = hook.url, timeoutMs = 20_000 } = {}) =>
    webhook({ name: 'team', url, secret: 'sixteen characters', timeoutMs }, () => 1_700_000_000_500)

  it('is sent the notice, signed under the time', async () => {
    await team().deliver(notice, signal)
    const [{ body, headers } = { body: '', headers: {} as Record<string, string> }] = hook.received
    expect(JSON.parse(body)).toEqual(notice)
    expect(headers['ringside-signature']).toBe(signatureOf(body, 'sixteen characters', 1_700_000_000))
  })

  it('that answers anything but success, or nothing in time, or sends elsewhere, has not taken it', async () => {
    hook.answer = 500
    expect(await failureOf(team().deliver(notice, signal))).toBe('it answered 500, expected 2xx')
    hook.answer = 302
    expect(await failureOf(team().deliver(notice, signal))).toBe('it answered 302, expected 2xx')
    hook.answer = 'hang'
    expect(await failureOf(team({ timeoutMs: 100 }).deliver(notice, signal))).toBe('no answer within 0.1 s')
    expect(await failureOf(team({ url: await closedUrl() }).deliver(notice, signal))).toMatch(/^fetch failed: .*ECONNREFUSED/)
  })
})

describe('Alertmanager', () => {
  const nowMs = Date.parse('2026-11-20T11:00:00Z')
  const posted = async (of: Notice['alert']) => {
    await alertmanager({ name: 'am', url: hook.url, timeoutMs: 20_000 }, () => nowMs).deliver({ ...notice, alert: of }, signal)
    const [one] = JSON.parse(hook.received.at(-1)?.body ?? '[]') as { labels: object; startsAt: string; endsAt: string }[]
    return one
  }

  it('is told of one alert by labels that stay, until it has been resolved', async () => {
    const open = await posted(alert)
    expect(open).toMatchObject({
      labels: {
        alertname: 'RingsideRegression',
        alert_id: 'al-1',
        suite: 'nightly',
        host: 'bench-1',
        metric: 'latency_ns_p99',
        backend: 'emu',
      },
      startsAt: '2026-11-20T10:01:00.000Z',
      endsAt: '2026-11-20T12:00:00.000Z',
      generatorURL: 'http://ringside/alerts/al-1',
    })
    const known = acknowledged(alertFixture(), act)
    expect((await posted(noticedAlert(known, 'http://ringside')))?.labels).toEqual(open?.labels)
    const over = await posted(noticedAlert(resolved(known, act, false), 'http://ringside'))
    expect(over?.labels).toEqual(open?.labels)
    expect(over?.endsAt).toBe('2026-11-20T12:00:00.000Z')
  })
})

describe('reminding Alertmanager', () => {
  it('tells it of what lasts when its turn has come, and of nothing when nothing does', async () => {
    const manager = alertmanager({ name: 'am', url: hook.url, timeoutMs: 20_000 })
    const lasting = () => (hook.received.length === 0 ? [alert] : [])
    await Promise.all([manager.deliver(notice, signal), manager.remind?.(lasting, signal)])
    expect(hook.received).toHaveLength(1)
    await manager.remind?.(() => [alert, { ...alert, id: 'al-2' }], signal)
    expect(JSON.parse(hook.received.at(-1)?.body ?? '[]')).toHaveLength(2)
  })
})

describe('a file of receivers', () => {
  const file = (content: unknown): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'ringside-receivers-')), 'receivers.json')
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }
  const team = { name: 'team', kind: 'webhook', url: 'https://user:pass@hooks.example/services/T0/key?token=1' }

  it('names them, and none of their secrets is shown', () => {
    const [one, other] = readReceivers(
      file({ receivers: [team, { name: 'am', kind: 'alertmanager', url: 'http://127.0.0.1:9093' }] }),
    )
    expect(one).toMatchObject({ name: 'team', shownUrl: 'https://hooks.example/services/…', signed: false })
    expect(other).toMatchObject({ kind: 'alertmanager', shownUrl: 'http://127.0.0.1:9093' })
    expect(readReceivers(undefined)).toEqual([])
  })

  it.each([
    ['that is none', 'receivers: []', /it is no JSON/],
    ['with a kind that there is not', { receivers: [{ ...team, kind: 'mail' }] }, /\/receivers\/0/],
    ['with a name twice', { receivers: [team, team] }, /two receivers are named 'team'/],
    ['with a secret that is too short', { receivers: [{ ...team, secret: 'short' }] }, /\/receivers\/0/],
    [
      'with a secret that is not there',
      { receivers: [{ ...team, secretFile: 'nowhere' }] },
      /nowhere' is not usable: it cannot be read/,
    ],
  ])('%s is refused', (_, content, expected) => {
    expect(() => readReceivers(file(content))).toThrow(expected)
  })

  it('that is not there is refused', () => {
    expect(() => readReceivers('/nonexistent/receivers.json')).toThrow(/cannot be read/)
  })
})

it('shows of an address what is no secret', () => {
  expect(['http://a/', 'http://a/hook', 'http://a/hook/key', 'http://u:p@a:1/hook?key=1'].map(shownUrlOf)).toEqual([
    'http://a',
    'http://a/hook',
    'http://a/hook/…',
    'http://a:1/hook',
  ])
})

async function closedUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}
