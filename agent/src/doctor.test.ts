import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkDevice, checkIommu } from './doctor/devices.ts'
import { checkMemlock } from './doctor/memory.ts'
import { checkCpus, checkGovernor, checkIsolation, checkPriority } from './doctor/processor.ts'
import { checkBinding, checkNode, checkRedis } from './doctor/software.ts'
import { diagnose } from './doctor.ts'

describe('the doctor', () => {
  test('gives a remedy with everything that is not ok, and no check twice', async () => {
    const checks = await diagnose()
    expect(checks.length).toBeGreaterThanOrEqual(12)
    for (const check of checks) {
      expect(check.detail, check.name).not.toBe('')
      if (check.status !== 'ok') expect(check.remedy, check.name).toMatch(/\w/)
    }
    expect(new Set(checks.map((check) => check.name)).size).toBe(checks.length)
  })

  test('misses a Node that cannot run TypeScript', () => {
    expect(checkNode('v20.19.2')).toMatchObject({ status: 'missing', detail: 'v20.19.2' })
    expect(checkNode('v24.0.0').status).toBe('ok')
  })

  test('misses a native datapath that does not load, and warns of a clock that is not the TSC', () => {
    const broken = () => {
      throw new Error('no index.node')
    }
    expect(checkBinding(broken)).toMatchObject([{ status: 'missing', detail: 'no index.node', remedy: 'npm run setup' }])
    const slow = { clockSource: () => 'monotonic' } as ReturnType<NonNullable<Parameters<typeof checkBinding>[0]>>
    expect(checkBinding(() => slow)).toMatchObject([{ status: 'ok' }, { name: 'clock', status: 'warning' }])
  })

  test('warns when threads cannot be raised', () => {
    expect(checkPriority('CapInh:\t0\nCapEff:\t000001ffffffffff\n').status).toBe('ok')
    expect(checkPriority('CapEff:\t0000000000800000\n').status).toBe('ok')
    expect(checkPriority('CapEff:\t000001ffff7fffff\n').status).toBe('warning')
    expect(checkPriority(null).status).toBe('warning')
  })

  test('finds redis-server on PATH, only when it can be executed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-doctor-'))
    writeFileSync(join(folder, 'redis-server'), '#!/bin/sh\n', { mode: 0o644 })
    expect(checkRedis(folder)).toMatchObject({
      status: 'missing',
      remedy: expect.stringContaining('apt-get install redis-server'),
    })
    rmSync(folder, { recursive: true })
    const executable = mkdtempSync(join(tmpdir(), 'ringside-doctor-'))
    writeFileSync(join(executable, 'redis-server'), '#!/bin/sh\n', { mode: 0o755 })
    expect(checkRedis(`/nowhere:${executable}`)).toMatchObject({ status: 'ok', detail: join(executable, 'redis-server') })
    rmSync(executable, { recursive: true })
  })

  test('warns of a single CPU, of no isolation and of a governor that follows the load', () => {
    expect(checkCpus([0])).toMatchObject({ status: 'warning' })
    expect(checkCpus([0, 1])).toMatchObject({ status: 'ok', detail: expect.stringContaining('driver on 1, device on 0') })
    expect(checkIsolation('')).toMatchObject({ status: 'warning' })
    expect(checkIsolation('2-3')).toMatchObject({ status: 'ok' })
    expect(checkGovernor('powersave')).toMatchObject({ status: 'warning' })
    expect(checkGovernor('performance')).toMatchObject({ status: 'ok' })
  })

  test('reads the limit of locked memory', () => {
    const limits = (soft: string) =>
      `Max processes             1    1    processes\nMax locked memory         ${soft}              unlimited            bytes\n`
    expect(checkMemlock(limits('65536'))).toMatchObject({ status: 'warning', detail: '65536 bytes' })
    expect(checkMemlock(limits('unlimited')).status).toBe('ok')
    expect(checkMemlock(limits('8589934592')).status).toBe('ok')
  })

  test('tells a device that is not there from one that may not be used', () => {
    expect(checkDevice('null', ['/dev/null'], 'r')).toEqual({ name: 'null', status: 'ok', detail: '/dev/null' })
    expect(checkDevice('x', ['/dev/null', '/dev/no-such'], 'modprobe x')).toMatchObject({
      status: 'warning',
      detail: 'no /dev/no-such',
      remedy: 'modprobe x',
    })
    expect(checkIommu(0)).toMatchObject({ status: 'warning' })
    expect(checkIommu(12).status).toBe('ok')
  })
})
