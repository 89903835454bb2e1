import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Tuning } from '@ringside/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lockMachine } from '../host/host-lock.ts'
import { parseCpuList } from '../pin.ts'
import { scratchFolder } from '../testing/otlp-settings.ts'
import { formatCpuList } from './cpu-list.ts'
import { KernelFiles } from './kernel-files.ts'
import { Tuner } from './tuner.ts'

const pages = '/sys/kernel/mm/hugepages/hugepages-2048kB'
const cpufreq = (cpu: number) => `/sys/devices/system/cpu/cpu${cpu}/cpufreq`
const governor = (cpu: number) => `${cpufreq(cpu)}/scaling_governor`
const irq = (number: number) => `/proc/irq/${number}/smp_affinity_list`
const everything: Tuning = { governor: 'performance', hugepages2M: 64, irqs: 'away' }

/** A tree of files as a host with four CPUs has them; of pages as many are free as there are. */
function fakeHost(changes: Record<string, string> = {}) {
  const root = scratchFolder()
  const file = join(root, 'state', 'tuning.json')
  const set = (path: string, value: string) => {
    mkdirSync(dirname(root + path), { recursive: true })
    writeFileSync(root + path, `${value}\n`)
  }
  const values = {
    '/proc/sys/kernel/random/boot_id': 'boot-1',
    '/sys/devices/system/cpu/online': '0-3',
    [governor(2)]: 'schedutil',
    [governor(3)]: 'powersave',
    [`${cpufreq(2)}/scaling_available_governors`]: 'performance powersave schedutil',
    [`${pages}/nr_hugepages`]: '8',
    [`${pages}/free_hugepages`]: '64',
    [irq(24)]: '0-3',
    [irq(25)]: '3',
    [irq(26)]: '0-1',
    ...changes,
  }
  for (const [path, value] of Object.entries(values)) set(path, value)
  const files = new KernelFiles(root)
  const tuner = () => new Tuner({ file, files, measuredCpus: () => [2, 3] })
  const read = () => Object.fromEntries(Object.keys(values).map((path) => [path, files.read(path)]))
  return { root, file, set, files, tuner, read }
}

describe('a host tuned for a run', () => {
  test('is as the run wants it, then as it was', () => {
    const { tuner, read, file } = fakeHost({ [`${pages}/free_hugepages`]: '64' })
    const before = read()
    const host = tuner().tune(everything, 'r-1')
    expect(read()).toMatchObject({
      [governor(2)]: 'performance',
      [governor(3)]: 'performance',
      [irq(24)]: '0-1',
      [irq(25)]: '0-1',
      [irq(26)]: '0-1',
    })
    expect(existsSync(file)).toBe(true)
    const tuned = host.restore()
    expect(tuned).toContainEqual({ setting: 'governor', path: governor(3), from: 'powersave', to: 'performance' })
    expect(tuned).toHaveLength(4)
    expect(read()).toEqual(before)
    expect(existsSync(file)).toBe(false)
  })

  test('gets as many pages as are missing, and fails with fewer', () => {
    const { root, set, file, read } = fakeHost({ [`${pages}/free_hugepages`]: '4' })
    const tune = (most: number) => {
      // The kernel's part: the pages it is asked for, as far as it has them.
      const files = new (class extends KernelFiles {
        override write(path: string, value: string): void {
          const total = Math.min(Number(value), most)
          super.write(path, String(total))
          set(`${pages}/free_hugepages`, String(total - 4))
        }
      })(root)
      return new Tuner({ file, files, measuredCpus: () => [] }).tune({ hugepages2M: 64 }, 'r-1')
    }
    const host = tune(1_000)
    expect(read()).toMatchObject({ [`${pages}/nr_hugepages`]: '68', [`${pages}/free_hugepages`]: '64' })
    host.restore()
    expect(read()).toMatchObject({ [`${pages}/nr_hugepages`]: '8', [`${pages}/free_hugepages`]: '4' })
    expect(() => tune(40)).toThrow(/of 64 pages only 36 could be had/)
    expect(read()).toMatchObject({ [`${pages}/nr_hugepages`]: '8', [`${pages}/free_hugepages`]: '4' })
  })

  test('leaves alone what someone else changed meanwhile, and says so', () => {
    const { tuner, set, read } = fakeHost()
    const host = tuner().tune({ governor: 'performance' }, 'r-1')
    set(governor(2), 'ondemand')
    const tuned = host.restore()
    expect(tuned[0]).toMatchObject({ path: governor(2), leftAlone: "someone else made it 'ondemand' meanwhile" })
    expect(tuned[1]).not.toHaveProperty('leftAlone')
    expect(read()).toMatchObject({ [governor(2)]: 'ondemand', [governor(3)]: 'powersave' })
  })

  test('costs nothing, and no journal, where it is so already', () => {
    const { tuner, file } = fakeHost()
    expect(tuner().tune({ hugepages2M: 64, irqs: 'keep' }, 'r-1').restore()).toEqual([])
    expect(existsSync(file)).toBe(false)
  })
})

describe('a host that cannot be tuned', () => {
  const failure = (tuning: Tuning, changes: Record<string, string> = {}, cpus = [2, 3]) => {
    const { file, files, read } = fakeHost(changes)
    const before = read()
    const tune = () => new Tuner({ file, files, measuredCpus: () => cpus }).tune(tuning, 'r-1')
    expect(tune).toThrow()
    expect(read()).toEqual(before)
    expect(existsSync(file)).toBe(false)
    return tune
  }

  test('says what, why and what to do, and is as it was', () => {
    expect(failure({ governor: 'conservative' })).toThrow(
      /"cause":"infrastructure".*tuning\.governor cannot be done on this host: CPU 2 has no 'conservative'; choose one of performance, powersave/,
    )
    expect(failure({ irqs: 'away' }, {}, [0, 1, 2, 3])).toThrow(/trials use every one of its CPUs \(0-3\); use a host with a CPU/)
    expect(failure({ irqs: 'away' }, {}, [])).toThrow(/trials use any of its CPUs/)
    expect(failure({ ...everything, hugepages2M: 65 })).toThrow(/of 65 pages only 64 could be had.*hugepagesz=2M/)
  })

  test('without the files of a setting is told so', () => {
    const root = scratchFolder()
    const tune = (tuning: Tuning) => () =>
      new Tuner({ file: join(root, 'j.json'), files: new KernelFiles(root), measuredCpus: () => [1] }).tune(tuning, 'r-1')
    expect(tune({ governor: 'performance' })).toThrow(/there is no .*cpu1\/cpufreq, as usual in virtual machines/)
    expect(tune({ hugepages2M: 1 })).toThrow(/CONFIG_HUGETLBFS/)
  })

  test('is not touched when that cannot be written down first', () => {
    const { root, files, read } = fakeHost()
    const before = read()
    writeFileSync(join(root, 'blocked'), '')
    const tuner = new Tuner({ file: join(root, 'blocked', 'tuning.json'), files, measuredCpus: () => [2, 3] })
    expect(() => tuner.tune(everything, 'r-1')).toThrow(/cannot be written down first .*RINGSIDE_TUNING_JOURNAL/)
    expect(read()).toEqual(before)
  })
})

describe('a journal that is found', () => {
  test('is undone at whatever change its agent died', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 }), (deathAt) => {
        const { root, file, tuner, read } = fakeHost()
        const before = read()
        let writes = 0
        const dying = new (class extends KernelFiles {
          override write(path: string, value: string): void {
            // As with kill -9: neither this change is made nor anything undone.
            if (writes++ >= deathAt) return
            super.write(path, value)
          }
        })(root)
        new Tuner({ file, files: dying, measuredCpus: () => [2, 3] }).tune(everything, 'r-1')
        const undone = tuner().recover()
        expect(undone.every(({ leftAlone }) => leftAlone === undefined)).toBe(true)
        expect(read()).toEqual(before)
        expect(tuner().recover()).toEqual([])
      }),
      { numRuns: 20 },
    )
  })

  test('of an earlier boot is dropped: the boot has undone it, and the values are others’', () => {
    const { tuner, set, read, file } = fakeHost()
    tuner().tune(everything, 'r-1')
    set('/proc/sys/kernel/random/boot_id', 'boot-2')
    const before = read()
    expect(tuner().recover()).toEqual([])
    expect(read()).toEqual(before)
    expect(existsSync(file)).toBe(false)
  })

  test('that cannot be understood fails runs, because nobody knows what is measured', () => {
    const { tuner, file } = fakeHost()
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, '{"changes":[{}]}')
    expect(() => tuner().recover()).toThrow(/"cause":"infrastructure".*cannot be read.*put the host back by hand, and delete it/)
  })

  test('keeps what could not be put back for the next time', () => {
    const { root, tuner, read, file } = fakeHost()
    tuner().tune({ governor: 'performance' }, 'r-1')
    const stubborn = new (class extends KernelFiles {
      override write(path: string, value: string): void {
        if (path === governor(2)) throw new Error('EBUSY')
        super.write(path, value)
      }
    })(root)
    const again = new Tuner({ file, files: stubborn, measuredCpus: () => [2, 3] })
    expect(again.recover()[0]).toMatchObject({ leftAlone: expect.stringContaining('cannot be put back (EBUSY)') })
    expect(read()).toMatchObject({ [governor(2)]: 'performance', [governor(3)]: 'powersave' })
    expect(tuner().recover()).toHaveLength(1)
    expect(read()).toMatchObject({ [governor(2)]: 'schedutil' })
  })
})

test('a CPU list is written as the kernel reads it', () => {
  expect(formatCpuList([3, 1, 2, 8, 3])).toBe('1-3,8')
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(300)), (cpus) => {
      expect(parseCpuList(formatCpuList(cpus))).toEqual(cpus.toSorted((a, b) => a - b))
    }),
  )
})

const kernel = new KernelFiles()
const child = fileURLToPath(new URL('../testing/tuning-child.ts', import.meta.url))

describe('this very kernel', () => {
  test('is tuned by an agent that is killed, and put back by the next; or says why it cannot be', async () => {
    // Other test runs on this machine use the same kernel.
    const unlock = await lockMachine(
      'the-kernel-of-tests',
      { pid: process.pid, agentId: 'a-test' },
      { signal: AbortSignal.timeout(50_000) },
    )
    try {
      const file = join(scratchFolder(), 'tuning.json')
      const wanted = { hugepages2M: Number(kernel.read(`${pages}/free_hugepages`) ?? 0) + 2, irqs: 'away' } as const
      const before = realValues()
      const tuner = new Tuner({ file, measuredCpus: () => [0] })
      if (process.getuid?.() !== 0 || before.pages === null) {
        expect(() => tuner.tune(wanted, 'r-1')).toThrow(/"cause":"infrastructure"/)
        return
      }
      const agent = spawn(process.execPath, [child, file, JSON.stringify(wanted), '[0]'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await Promise.race([once(createInterface(agent.stdout), 'line'), once(agent, 'exit')])
      expect(Number(realValues().pages)).toBe(Number(before.pages) + 2)
      expect(realValues().irqs).not.toEqual(before.irqs)
      const dead = once(agent, 'exit')
      agent.kill('SIGKILL')
      await dead
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ runId: 'r-child' })
      expect(tuner.recover().every(({ leftAlone }) => leftAlone === undefined)).toBe(true)
      expect(realValues()).toEqual(before)
      expect(existsSync(file)).toBe(false)
    } finally {
      await unlock()
    }
  })
})

function realValues() {
  const irqs = kernel.list('/proc/irq').filter((name) => /^\d+$/.test(name))
  return {
    pages: kernel.read(`${pages}/nr_hugepages`),
    irqs: irqs.map((number) => kernel.read(irq(Number(number)))),
  }
}
