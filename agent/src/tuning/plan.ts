/** What has to be changed on this host, so that it is as a run wants it. Nothing is changed here. */
import type { Tuning } from '@ringside/contract'
import { parseCpuList } from '../pin.ts'
import { RunFailed } from '../run-failure.ts'
import { formatCpuList } from './cpu-list.ts'
import type { KernelFiles } from './kernel-files.ts'

/** One value, and what it is to become. */
export interface Change {
  readonly setting: keyof Tuning
  readonly path: string
  readonly from: string
  readonly to: string
}

export const hugepageFolder = '/sys/kernel/mm/hugepages/hugepages-2048kB'
const cpuFolder = '/sys/devices/system/cpu'
const irqFolder = '/proc/irq'

/** In the order they are to be made. Throws {@link RunFailed} when this host cannot be tuned so. */
export function planChanges(tuning: Tuning, files: KernelFiles, measuredCpus: readonly number[]): Change[] {
  const { governor, hugepages2M, irqs } = tuning
  return [
    ...(governor === undefined ? [] : planGovernor(governor, files, measuredCpus)),
    ...(hugepages2M === undefined ? [] : planHugepages(hugepages2M, files)),
    ...(irqs === 'away' ? planIrqs(files, measuredCpus) : []),
  ]
}

/** A host that is not as a run wants it, and cannot be made so. */
export function untunable(setting: keyof Tuning, why: string, remedy: string): RunFailed {
  const choice = `or leave tuning.${setting} out of the suite`
  return new RunFailed('infrastructure', `tuning.${setting} cannot be done on this host: ${why}; ${remedy}, ${choice}`)
}

/** CPUs that share a policy share its governor: the second of them is then as it is to be. */
function planGovernor(wanted: string, files: KernelFiles, measuredCpus: readonly number[]): Change[] {
  const cpus = measuredCpus.length > 0 ? measuredCpus : onlineCpus(files)
  return cpus.flatMap((cpu) => {
    const policy = `${cpuFolder}/cpu${cpu}/cpufreq`
    if (files.read(`${policy}/scaling_governor`) === null) {
      const remedy = 'choose hosts with frequency scaling by their labels'
      throw untunable('governor', `there is no ${policy}, as usual in virtual machines`, remedy)
    }
    const offered = files.read(`${policy}/scaling_available_governors`)?.split(' ') ?? []
    if (offered.length > 0 && !offered.includes(wanted))
      throw untunable('governor', `CPU ${cpu} has no '${wanted}'`, `choose one of ${offered.join(', ')}`)
    return change('governor', `${policy}/scaling_governor`, { files, to: wanted })
  })
}

function planHugepages(wanted: number, files: KernelFiles): Change[] {
  const total = files.read(`${hugepageFolder}/nr_hugepages`)
  if (total === null)
    throw untunable('hugepages2M', `there is no ${hugepageFolder}`, 'use a kernel with CONFIG_HUGETLBFS and pages of 2 MB')
  const missing = wanted - freeHugepages(files)
  if (missing <= 0) return []
  return change('hugepages2M', `${hugepageFolder}/nr_hugepages`, { files, to: String(Number(total) + missing) })
}

const onlineCpus = (files: KernelFiles): number[] => parseCpuList(files.read(`${cpuFolder}/online`) ?? '')

export const freeHugepages = (files: KernelFiles): number => Number(files.read(`${hugepageFolder}/free_hugepages`) ?? 0)

function planIrqs(files: KernelFiles, measuredCpus: readonly number[]): Change[] {
  const online = onlineCpus(files)
  const others = online.filter((cpu) => !measuredCpus.includes(cpu))
  if (measuredCpus.length === 0 || others.length === 0) {
    const why = `trials use ${measuredCpus.length === 0 ? 'any' : 'every one'} of its CPUs (${formatCpuList(online)})`
    throw untunable('irqs', why, 'use a host with a CPU to spare')
  }
  const numbers = files.list(irqFolder).filter((name) => /^\d+$/.test(name))
  return numbers.flatMap((irq) => {
    const path = `${irqFolder}/${irq}/smp_affinity_list`
    const now = files.read(path)
    // A kernel that does not let an interrupt be moved has no such file for it.
    if (!now) return []
    const left = parseCpuList(now).filter((cpu) => !measuredCpus.includes(cpu))
    return change('irqs', path, { files, to: formatCpuList(left.length > 0 ? left : others) })
  })
}

function change(setting: keyof Tuning, path: string, { files, to }: { files: KernelFiles; to: string }): Change[] {
  const from = files.read(path)
  if (from === null) throw untunable(setting, `${path} cannot be read`, 'give the agent access to it')
  return from === to ? [] : [{ setting, path, from, to }]
}
