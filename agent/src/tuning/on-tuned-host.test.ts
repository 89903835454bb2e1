import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TunedValue } from '@ringside/contract'
import { describe, expect, test } from 'vitest'
import { scratchFolder } from '../testing/otlp-settings.ts'
import { KernelFiles } from './kernel-files.ts'
import { onTunedHost } from './on-tuned-host.ts'
import { Tuner } from './tuner.ts'

const path = '/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor'
const tuning = { governor: 'performance' }
const run = { id: 'r-1', tuning }

function host() {
  const root = scratchFolder()
  mkdirSync(dirname(root + path), { recursive: true })
  writeFileSync(root + path, 'powersave')
  const files = new KernelFiles(root)
  const tuner = new Tuner({ file: join(root, 'tuning.json'), measuredCpus: () => [1], files })
  const restored: TunedValue[] = []
  const onRestored = (values: readonly TunedValue[]) => void restored.push(...values)
  return { ports: { tuner, onRestored }, restored, now: () => files.read(path) }
}

const changed = { setting: 'governor', path, from: 'powersave', to: 'performance' }

describe('work on a tuned host', () => {
  test('finds it as the run wants it, and leaves it as it was', async () => {
    const { ports, restored, now } = host()
    const { result, tuned } = await onTunedHost(run, ports, async () => now())
    expect([result, now()]).toEqual(['performance', 'powersave'])
    expect(tuned).toEqual([changed])
    expect(restored).toEqual([changed])
  })

  test('that fails leaves it as it was', async () => {
    const { ports, restored, now } = host()
    await expect(onTunedHost(run, ports, () => Promise.reject(new Error('cancelled')))).rejects.toThrow('cancelled')
    expect(now()).toBe('powersave')
    expect(restored).toEqual([changed])
  })

  test('begins by undoing what a run before left', async () => {
    const { ports, restored, now } = host()
    ports.tuner.tune(tuning, 'r-dead')
    expect((await onTunedHost({ id: 'r-2', tuning: {} }, ports, async () => now())).result).toBe('powersave')
    expect(restored).toEqual([changed])
  })
})
