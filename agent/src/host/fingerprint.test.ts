import { fingerprintOf } from '@ringside/contract/fingerprint'
import { describe, expect, test } from 'vitest'
import { readHostFacts } from '../host-facts.ts'
import { stableCommandLine } from './command-line.ts'

const facts = readHostFacts('h')

describe('the fingerprint of a host', () => {
  test('is the same whatever it is called, however it is tuned and whatever it is busy with', () => {
    const other = {
      ...facts,
      id: 'other',
      hostname: 'other',
      cpus: facts.cpus - 1,
      memoryBytes: facts.memoryBytes - 4096,
      state: { ...facts.state, governor: 'powersave', hugepages2M: 512, loadAverage1m: 40, smt: 'off', isolatedCpus: '1' },
    }
    expect(fingerprintOf(other)).toBe(fingerprintOf(facts))
    expect(fingerprintOf(facts)).toMatch(/^[0-9a-f]{12}$/)
  })

  test.each([
    ['processor', { cpuModel: 'other' }],
    ['microcode', { microcode: '0xffff' }],
    ['topology', { topology: { sockets: 2, cores: 64, threads: 128, numaNodes: 2 } }],
    ['memory', { memoryBytes: facts.memoryBytes + 2 ** 31 }],
    ['kernel', { kernel: '7.0.0' }],
    ['command line', { commandLine: 'mitigations=off' }],
    ['hypervisor', { virtualization: 'other' }],
  ])('changes with the %s', (_what, change) => {
    expect(fingerprintOf({ ...facts, ...change })).not.toBe(fingerprintOf(facts))
  })
})

test('a command line keeps what decides how the kernel behaves, and nothing of the installation', () => {
  const line =
    'BOOT_IMAGE=/vmlinuz-6.12 root=UUID=8a3c2b1e-0000-4000-8000-123456789abc ro quiet console=ttyS0,115200 isolcpus=2-3 nohz_full=2-3 ' +
    'mitigations=off resume=/dev/sda2 x=8A3C2B1E-0000-4000-8000-123456789ABC -- --token secret'
  expect(stableCommandLine(line)).toBe('isolcpus=2-3 nohz_full=2-3 mitigations=off')
  expect(stableCommandLine('')).toBe('')
})
