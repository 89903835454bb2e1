import type { FleetHost } from '@ringside/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidates, chooseHosts, type HostWish, restartMs } from './choose-host.ts'

const nowMs = Date.parse('2027-01-10T12:00:00Z')
const wish: HostWish = { backends: [{ kind: 'emulated' }] }

function host(id: string, more: Partial<FleetHost> = {}): FleetHost {
  const seenAt = new Date(nowMs - 2_000).toISOString()
  return {
    id,
    labels: { nic: 'e810' },
    capabilities: {
      backends: [
        { kind: 'emulated', available: true, devices: [] },
        { kind: 'vhost-net', available: false, reason: 'no /dev/vhost-net', devices: [] },
      ],
      cpus: [0, 1, 2, 3],
      isolatedCpus: [],
      numaNodes: 1,
      hugepages: { free2M: 0, free1G: 0 },
    },
    agents: [{ agentId: 'a-1', pid: 1, version: '0.1.0', startedAt: seenAt, seenAt }],
    availability: 'active',
    queued: 0,
    running: 0,
    firstSeenAt: seenAt,
    seenAt,
    fingerprintSince: seenAt,
    ...more,
  }
}

const offline = (id: string, agoMs: number) => host(id, { agents: [], seenAt: new Date(nowMs - agoMs).toISOString() })

const among = (hosts: readonly FleetHost[], queued: Readonly<Record<string, number>> = {}): Candidates => ({
  hosts,
  queuedMs: (id) => queued[id] ?? 0,
  nowMs,
})

const chosen = (asked: Partial<HostWish>, hosts: readonly FleetHost[], queued?: Readonly<Record<string, number>>) => {
  const choice = chooseHosts({ ...wish, ...asked }, among(hosts, queued))
  return choice.ok ? choice.ids : choice.detail
}

describe('a suite that names no host', () => {
  it('runs on the only one there is, and wants one named among several', () => {
    expect(chosen({}, [host('h-1')])).toEqual(['h-1'])
    expect(chosen({}, [host('h-1'), offline('h-2', restartMs + 1)])).toEqual(['h-1'])
    expect(chosen({}, [host('h-1'), host('h-2')])).toContain('h-1, h-2')
    expect(chosen({}, [])).toContain('ringside up')
  })

  it('waits for the only one while its agent restarts', () => {
    expect(chosen({}, [offline('h-1', restartMs)])).toEqual(['h-1'])
    expect(chosen({}, [offline('h-1', restartMs + 1)])).toContain('no host is registered')
  })
})

describe('a suite that names its host', () => {
  it.each([
    ['is quarantined', host('h-1', { availability: 'quarantined', reason: 'noise' }), 'is quarantined (noise)'],
    ['drains', host('h-1', { availability: 'draining', reason: 'moves' }), 'is draining (moves)'],
    ['has been gone for long', offline('h-1', 3_600_000), 'last seen 2027-01-10 11:00 UTC'],
    ['is another', host('h-2'), "'h-1' is not registered, registered: h-2"],
  ])('is refused where that %s, with the reason', (_, only, reason) => {
    expect(chosen({ host: 'h-1' }, [only])).toContain(reason)
  })

  it('waits in the queue where that is paused, or has just gone', () => {
    expect(chosen({ host: 'h-1' }, [host('h-1', { availability: 'paused', reason: 'a visit' })])).toEqual(['h-1'])
    expect(chosen({ host: 'h-1' }, [offline('h-1', restartMs)])).toEqual(['h-1'])
  })

  it('is refused where that lacks a backend', () => {
    const asked = { host: 'h-1', backends: [{ kind: 'emulated' }, { kind: 'vhost-net' }] }
    expect(chosen(asked, [host('h-1')])).toContain('lacks backend vhost-net (no /dev/vhost-net)')
  })
})

describe('a suite that says labels', () => {
  const labels = { nic: 'e810' }

  it('runs on the one with the least to do, or on each', () => {
    const hosts = [host('h-1'), host('h-2'), host('h-3'), host('h-4', { labels: {} })]
    expect(chosen({ hosts: { labels } }, hosts, { 'h-1': 5_000, 'h-2': 4_000, 'h-3': 4_000 })).toEqual(['h-2'])
    expect(chosen({ hosts: { labels, use: 'each' } }, hosts)).toEqual(['h-1', 'h-2', 'h-3'])
  })

  it('is told of every candidate why it is out', () => {
    const few = host('h-5')
    const text = chosen({ hosts: { labels } }, [
      host('h-1', { labels: {} }),
      host('h-2', { labels: { nic: 'x710' } }),
      host('h-3', { availability: 'paused', reason: 'a visit' }),
      offline('h-4', 3_600_000),
      host('h-5', { capabilities: { ...(few.capabilities as NonNullable<FleetHost['capabilities']>), cpus: [0] } }),
    ])
    expect(text).toBe(
      'no host is able to run it, of labels nic=e810: h-1 has no label nic; h-2 has nic=x710; h-3 is paused (a visit); ' +
        'h-4 has no agent that is alive, last seen 2027-01-10 11:00 UTC; h-5 lets its agent use 1 CPU, expected 2; see ringside hosts',
    )
  })
})

it('never chooses a host that is out of use, gone or unlike what was asked', () => {
  const anyHost = fc
    .record({
      availability: fc.constantFrom('active', 'paused', 'draining', 'quarantined' as const),
      nic: fc.constantFrom('e810', 'x710'),
      agoMs: fc.integer({ min: 0, max: 2 * restartMs }),
    })
    .map(({ availability, nic, agoMs }): Partial<FleetHost> => {
      const seenAt = new Date(nowMs - agoMs).toISOString()
      return { availability: availability as FleetHost['availability'], reason: 'x', labels: { nic }, agents: [], seenAt }
    })
  fc.assert(
    fc.property(fc.array(anyHost, { maxLength: 8 }), fc.constantFrom('one', 'each' as const), (some, use) => {
      const hosts = some.map((more, index) => host(`h-${index}`, more))
      const choice = chooseHosts({ ...wish, hosts: { labels: { nic: 'e810' }, use: use as 'one' | 'each' } }, among(hosts))
      const fit = hosts.filter(
        ({ availability, labels, seenAt }) =>
          availability === 'active' && labels.nic === 'e810' && nowMs - Date.parse(seenAt) <= restartMs,
      )
      expect(choice.ok).toBe(fit.length > 0)
      if (choice.ok) expect(fit.map(({ id }) => id)).toEqual(expect.arrayContaining([...choice.ids]))
    }),
  )
})
