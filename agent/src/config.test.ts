import { describe, expect, test } from 'vitest'
import { defaultHostId, readConfig } from './config.ts'
import { machineIdOf } from './host/machine.ts'

describe('agent configuration', () => {
  test('takes every value from the environment', () => {
    const environment = {
      RINGSIDE_REDIS_URL: 'rediss://agent:s3cret@10.0.0.1:6380/2',
      RINGSIDE_REDIS_CA: '/etc/ringside/ca.pem',
      RINGSIDE_LABELS: 'nic=e810, rack=2,名前=ラック 七',
      RINGSIDE_TUNING_JOURNAL: '/var/lib/ringside/tuning.json',
      RINGSIDE_OTLP_ENDPOINT: 'https://collector:4318/base',
      RINGSIDE_OTLP_SPOOL_DIR: '/data/spool',
      RINGSIDE_HOST_ID: 'lab-7',
      RINGSIDE_LOG_LEVEL: 'warn',
    }
    expect(readConfig(environment)).toMatchObject({
      redis: { url: 'rediss://agent:s3cret@10.0.0.1:6380/2', caPath: '/etc/ringside/ca.pem' },
      labels: { nic: 'e810', rack: '2', 名前: 'ラック 七' },
      tuningJournal: '/var/lib/ringside/tuning.json',
      otlp: { tracesUrl: 'https://collector:4318/base/v1/traces', spool: { folder: '/data/spool' } },
      hostId: 'lab-7',
      logLevel: 'warn',
    })
  })

  test('says which variable is wrong, what it is and what was expected', () => {
    const wrong = (environment: Record<string, string>) => () => readConfig(environment)
    expect(wrong({ RINGSIDE_REDIS_URL: 'localhost:6379' })).toThrow(
      /RINGSIDE_REDIS_URL is 'localhost:6379'; expected a URL such as redis:/,
    )
    expect(wrong({ RINGSIDE_OTLP_ENDPOINT: 'grpc://x' })).toThrow(/RINGSIDE_OTLP_ENDPOINT is 'grpc:\/\/x'/)
    expect(wrong({ RINGSIDE_HOST_ID: 'a:b' })).toThrow(/RINGSIDE_HOST_ID is 'a:b'; expected 1 to 64 letters/)
    expect(wrong({ RINGSIDE_LOG_LEVEL: 'loud' })).toThrow(/expected one of trace, debug/)
    expect(wrong({ RINGSIDE_LABELS: 'nic' })).toThrow(/RINGSIDE_LABELS has 'nic'; expected name=value/)
    expect(wrong({ RINGSIDE_LABELS: 'nic=a=b' })).toThrow(/has 'nic=a=b'/)
    expect(wrong({ RINGSIDE_LABELS: 'nic=a,nic=b' })).toThrow(/has 'nic' twice/)
    expect(wrong({ RINGSIDE_LABELS: 'nic=\u202e1' })).toThrow(/RINGSIDE_LABELS/)
  })

  test('keeps passwords out of what it says', () => {
    const wrong = () => readConfig({ RINGSIDE_REDIS_URL: 'redis//me:s3cret@host' })
    expect(wrong).toThrow(/RINGSIDE_REDIS_URL is 'redis\/\/\*\*\*@host'/)
  })

  test('takes agents of one machine for such, and tells machines apart', () => {
    const machineOf = (id: string) => readConfig({ RINGSIDE_MACHINE_ID: id }).machineId
    expect(machineOf('m-1')).toBe(machineOf('m-1'))
    expect(machineOf('m-1')).not.toBe(machineOf('m-2'))
    expect(machineIdOf(undefined, 'aaaa')).toMatch(/^[0-9a-f]{16}$/)
    expect(machineIdOf(undefined, 'aaaa')).not.toContain('aaaa')
  })

  test('names a host the same every time and two hosts of one name differently, without telling the machine id', () => {
    expect(defaultHostId('node-1', 'aaaa')).toBe(defaultHostId('node-1', 'aaaa'))
    expect(defaultHostId('node-1', 'aaaa')).not.toBe(defaultHostId('node-1', 'bbbb'))
    expect(defaultHostId('node-1', 'aaaa')).toMatch(/^node-1-[0-9a-f]{8}$/)
    expect(defaultHostId('node-1', 'aaaa')).not.toContain('aaaa')
    expect(defaultHostId('A Host!', null)).toBe('a-host')
  })

  test('keeps the spools of two hosts that share a home apart', () => {
    const folderOf = (id: string) => readConfig({ RINGSIDE_HOST_ID: id }).otlp.spool.folder
    expect(folderOf('lab-7')).not.toBe(folderOf('lab-8'))
  })

  test('gives a default host id that is itself valid', () => {
    expect(readConfig({}).hostId).toMatch(/^[\w.-]{1,64}$/)
  })
})
