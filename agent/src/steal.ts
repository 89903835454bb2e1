/** CPU time the hypervisor gave to others while this host wanted to run: what makes a quiet trial noisy. */
import { readFileSync } from 'node:fs'

/** CPU time since boot over all CPUs, in the kernel's ticks. */
export interface CpuTimes {
  readonly total: number
  readonly steal: number
}

/** Reads the `cpu` line of /proc/stat (proc_stat(5)). Guest time is left out: the kernel counts it in user already. */
export function readCpuTimes(stat: string = readFileSync('/proc/stat', 'utf8')): CpuTimes {
  const line = /^cpu\s+(.*)$/m.exec(stat)?.[1] ?? ''
  const ticks = line.split(/\s+/).slice(0, 8).map(Number)
  return { total: ticks.reduce((sum, value) => sum + value, 0), steal: ticks[7] ?? 0 }
}

/** Share of all CPU time stolen between two readings, 0 to 1; 0 when no time has passed. */
export function stealRatio(before: CpuTimes, after: CpuTimes): number {
  const total = after.total - before.total
  return total > 0 ? Math.max(0, after.steal - before.steal) / total : 0
}
