/** What identifies a host as a place to measure on, and the state it is in. */
import { readFileSync } from 'node:fs'
import { arch, cpus, hostname, loadavg, release, totalmem } from 'node:os'
import type { HostFacts } from '@ringside/contract'

/** Facts about this host, read now. Facts the kernel does not offer are null or 0. */
export function readHostFacts(id: string): HostFacts {
  const processors = cpus()
  return {
    id,
    hostname: hostname(),
    cpuModel: processors[0]?.model.trim() ?? 'unknown',
    cpus: processors.length,
    memoryBytes: totalmem(),
    kernel: release(),
    arch: arch(),
    state: {
      governor: readFact('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'),
      hugepages2M: Number(readFact('/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages') ?? 0),
      clocksource: readFact('/sys/devices/system/clocksource/clocksource0/current_clocksource'),
      loadAverage1m: loadavg()[0] ?? 0,
    },
  }
}

/** The trimmed content of a one-value file in /proc or /sys; null when it does not exist or cannot be read. */
export function readFact(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}
