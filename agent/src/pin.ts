/** Which CPUs the two ends of a datapath run on. */
import { readFileSync } from 'node:fs'

export interface Pinning {
  readonly driverCpu?: number
  readonly deviceCpu?: number
}

/**
 * The driver on the last CPU this process may use, the device on the one before: low CPUs take most interrupts.
 * Empty with a single CPU, because two spinning threads pinned to it would starve each other for whole time slices.
 */
export function choosePinning(allowed: readonly number[] = allowedCpus()): Pinning {
  const driverCpu = allowed.at(-1)
  const deviceCpu = allowed.at(-2)
  return driverCpu === undefined || deviceCpu === undefined ? {} : { driverCpu, deviceCpu }
}

/** CPUs this process may run on, ascending; from proc_pid_status(5), `Cpus_allowed_list`. */
export function allowedCpus(status: string = readFileSync('/proc/self/status', 'utf8')): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1]
  return list === undefined ? [] : parseCpuList(list)
}

/** The numbers of a CPU list as the kernel writes it (`0-3,8`), cpuset(7) "List format". Throws RangeError otherwise. */
export function parseCpuList(list: string): number[] {
  if (list === '') return []
  return list.split(',').flatMap((part) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? []
    const from = Number(first)
    const count = Number(last) - from + 1
    if (!(count >= 1)) throw new RangeError(`'${list}' is not a CPU list; expected numbers and ranges such as '0-3,8'`)
    return Array.from({ length: count }, (_, offset) => from + offset)
  })
}
