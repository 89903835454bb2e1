/** A host around a run, as its kernel tells it: for whoever asks later what was different. */
import { stableCommandLine } from '../host/command-line.ts'
import { listFacts, readFact } from '../read-fact.ts'

const cpuFolder = '/sys/devices/system/cpu'
/** Modules that backends live in. */
const modules = /^(vhost|vfio|vdpa|mlx5_vdpa|virtio|tun|tap|kvm|iommu)/

/** How the host is tuned: files that may or may not be there. */
const stateFiles: readonly string[] = [
  `${cpuFolder}/online`,
  `${cpuFolder}/isolated`,
  `${cpuFolder}/nohz_full`,
  `${cpuFolder}/smt/control`,
  `${cpuFolder}/cpuidle/current_driver`,
  '/sys/devices/system/clocksource/clocksource0/current_clocksource',
  '/sys/kernel/mm/transparent_hugepage/enabled',
  '/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages',
  '/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages',
  '/sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages',
  '/proc/sys/kernel/numa_balancing',
  '/proc/sys/kernel/sched_autogroup_enabled',
  '/proc/loadavg',
]

export interface HostReport {
  /** Takes the second look; answers the whole report as text. */
  end(): string
}

/** Takes the first look. */
export function beginHostReport(root = ''): HostReport {
  const read = (path: string) => readFact(root + path)
  const moving = () => [section('/proc/meminfo', read('/proc/meminfo')), section('/proc/interrupts', read('/proc/interrupts'))]
  const before = moving()
  const standing = [
    section('/proc/cpuinfo, first CPU', read('/proc/cpuinfo')?.split('\n\n')[0]),
    section('/proc/version', read('/proc/version')),
    section('/proc/cmdline, what decides how the kernel behaves', stableCommandLine(read('/proc/cmdline') ?? '')),
    section('modules', modulesOf(read('/proc/modules') ?? '')),
    section('state', states(root)),
  ]
  return {
    end: () => [...standing, ...before.map(at('before')), ...moving().map(at('after'))].join('\n'),
  }
}

const section = (title: string, content: string | null | undefined): string => `== ${title}\n${content || '(nothing)'}\n`

const at = (when: string) => (text: string) => text.replace('\n', `, ${when} the trials\n`)

const modulesOf = (text: string): string =>
  text
    .split('\n')
    .filter((line) => modules.test(line))
    .join('\n')

function states(root: string): string {
  const governors = listFacts(`${root}${cpuFolder}/cpufreq`).map((policy) => `${cpuFolder}/cpufreq/${policy}/scaling_governor`)
  const irqs = listFacts(`${root}/proc/irq`).map((irq) => `/proc/irq/${irq}/smp_affinity_list`)
  const values = [...stateFiles, ...governors, ...irqs].map((path) => [path, readFact(root + path)] as const)
  return values.flatMap(([path, value]) => (value === null ? [] : [`${path}: ${value}`])).join('\n')
}
