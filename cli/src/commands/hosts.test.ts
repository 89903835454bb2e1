import type { FleetHost, HostDetail, HostNoise } from '@ringside/contract'
import { demoHost } from '@ringside/contract/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ringside } from '../testing/command.ts'
import { type StubController, stubController } from '../testing/stub-controller.ts'

const at = '2027-01-10T12:00:00.000Z'
const idle: FleetHost = {
  id: 'h-1',
  facts: demoHost,
  labels: { nic: 'e810', rack: '2' },
  capabilities: {
    backends: [
      { kind: 'emulated', available: true, devices: [] },
      { kind: 'vhost-net', available: false, reason: 'no /dev/vhost-net; modprobe vhost_net', devices: [] },
    ],
    cpus: [0, 1],
    isolatedCpus: [],
    numaNodes: 1,
    hugepages: { free2M: 0, free1G: 0 },
  },
  fingerprint: '5f0c2a8130d1',
  agents: [{ agentId: 'a-1', pid: 7, version: '0.1.0', startedAt: at, seenAt: at }],
  availability: 'active',
  lease: { agentId: 'a-1', pid: 7, token: 3, runId: 'r-1', attempt: 1, since: at },
  queued: 1_204,
  running: 1,
  firstSeenAt: at,
  seenAt: at,
  fingerprintSince: at,
}
const { facts: _facts, lease: _lease, ...gone } = idle
const out: FleetHost = {
  ...gone,
  id: 'h-2',
  agents: [],
  availability: 'quarantined',
  reason: 'p99 doubled',
  by: 'health check',
  since: at,
  queued: 0,
  running: 0,
}
const detail: HostDetail = {
  ...idle,
  events: [
    { at, kind: 'fingerprint', before: 'aaa', after: '5f0c2a8130d1', reason: 'another kernel', by: '' },
    { at, kind: 'availability', before: 'active', after: 'draining', reason: 'it moves', by: 'someone' },
  ],
}

const noise: HostNoise[] = [
  {
    host: 'h-1',
    runs: [0.01, 0.1, 0.02].map((spreadRatio, i) => ({ runId: `r-${i}`, label: 'x', endedAt: at, trials: 10, spreadRatio })),
  },
]

let controller: StubController
beforeAll(async () => {
  controller = await stubController({
    'GET /api/v1/hosts': [200, { hosts: [idle, out] }],
    'GET /api/v1/noise': [200, { hosts: noise }],
    'GET /api/v1/noise?host=h-1': [200, { hosts: noise }],
    'GET /api/v1/hosts/h-1': [200, detail],
    'POST /api/v1/hosts/h-1/drain': [200, { ...idle, availability: 'draining' }],
    'POST /api/v1/hosts/h-2/release': [200, { ...out, availability: 'active' }],
  })
})
afterAll(() => controller.stop())

const hosts = (...args: string[]) => ringside(['hosts', ...args, '--url', controller.url], { env: { COLUMNS: '160' } })

it('lists hosts with what they do, and why those that are out of use are', async () => {
  const { stdout } = await hosts()
  expect(stdout).toMatch(/^ {2}h-1 +running +r-1 +1,204 +▁▄▁ 2 % +1 +nic=e810 rack=2 +emulated *$/m)
  expect(stdout).toMatch(/^ {2}h-2 +offline, quarantined +0 +0 /m)
  expect(stdout).toContain('h-2: quarantined by health check since 2027-01-10 12:00 UTC: p99 doubled')
  expect(JSON.parse((await hosts('--json')).stdout)).toEqual({ hosts: [idle, out], noise })
})

it('shows a host with what it lacks, and what happened to it', async () => {
  const { stdout } = await hosts('h-1')
  expect(stdout).toContain('vhost-net lacking: no /dev/vhost-net; modprobe vhost_net')
  expect(stdout).toContain('▁▄▁ 2 % in the middle of 3 runs')
  expect(stdout).toContain('run r-1 by a-1')
  expect(stdout).toMatch(/environment aaa to 5f0c2a8130d1 .*another kernel/)
  expect(stdout).toMatch(/active to draining +someone +it moves/)
})

it('takes hosts out of use and back, with the reason', async () => {
  expect((await hosts('drain', 'h-1', '--reason', 'it moves')).stdout).toContain('h-1 is draining; 1204 queued, 1 under way')
  expect(controller.asked.at(-1)).toEqual({ line: 'POST /api/v1/hosts/h-1/drain', body: { reason: 'it moves' } })
  expect(JSON.parse((await hosts('release', 'h-2', '--json')).stdout)).toMatchObject({ availability: 'active' })
  expect(await hosts('pause', 'h-9')).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing answers POST') })
})
