import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { allowedCpus, choosePinning } from '../pin.ts'
import { readFact } from '../read-fact.ts'
import { readCpuTimes, stealRatio } from '../steal.ts'
import type { Check } from './check.ts'

const stealWatchMs = 500
/** Above this, trials of a second are cut by whole time slices. */
const noisyStealRatio = 0.01

export function checkCpus(allowed: readonly number[] = allowedCpus()): Check {
  const { driverCpu, deviceCpu } = choosePinning(allowed)
  const detail = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${allowed.length} of ${cpus().length} usable`
  if (driverCpu !== undefined) {
    return { name: 'cpus', status: 'ok', detail: `${detail}; driver on ${driverCpu}, device on ${deviceCpu}` }
  }
  const remedy = 'give the process at least two CPUs; with one, driver and device take turns and are not pinned'
  return { name: 'cpus', status: 'warning', detail, remedy }
}

export function checkIsolation(isolated: string | null = readFact('/sys/devices/system/cpu/isolated')): Check {
  if (isolated) return { name: 'cpu isolation', status: 'ok', detail: `isolated: ${isolated}` }
  const remedy = 'boot with isolcpus=, nohz_full= and rcu_nocbs= for the two CPUs trials run on'
  return { name: 'cpu isolation', status: 'warning', detail: 'no CPU is isolated from the scheduler', remedy }
}

/** Bit of CAP_SYS_NICE in a capability set (linux/capability.h). */
const capSysNice = 1n << 23n

/** `status` is the text of /proc/self/status. */
export function checkPriority(status: string | null = readFact('/proc/self/status')): Check {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status ?? '')?.[1] ?? '0'}`)
  if ((effective & capSysNice) !== 0n) return { name: 'priority', status: 'ok', detail: 'measured threads run at nice -20' }
  const remedy = 'grant CAP_SYS_NICE (systemd: AmbientCapabilities=CAP_SYS_NICE) where other work shares the CPUs of trials'
  return { name: 'priority', status: 'warning', detail: 'measured threads run at nice 0', remedy }
}

export function checkGovernor(
  governor: string | null = readFact('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'),
): Check {
  if (governor === null)
    return { name: 'governor', status: 'ok', detail: 'no frequency scaling visible (usual in virtual machines)' }
  if (governor === 'performance') return { name: 'governor', status: 'ok', detail: governor }
  const remedy = 'cpupower frequency-set -g performance'
  return { name: 'governor', status: 'warning', detail: `${governor}: the clock rate follows the load`, remedy }
}

/** Watches for half a second how much CPU time the hypervisor takes. */
export async function checkSteal(): Promise<Check> {
  const before = readCpuTimes()
  await sleep(stealWatchMs)
  const ratio = stealRatio(before, readCpuTimes())
  const detail = `${(100 * ratio).toFixed(1)} % of CPU time over ${stealWatchMs} ms`
  if (ratio < noisyStealRatio) return { name: 'hypervisor steal', status: 'ok', detail }
  const remedy = 'other guests compete for these CPUs: compare only interleaved trials, or use dedicated CPUs'
  return { name: 'hypervisor steal', status: 'warning', detail, remedy }
}
