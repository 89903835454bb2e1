/** Whether this is a machine or someone's idea of one. */
import { readFact } from '../read-fact.ts'

/**
 * `none` where the processor does not say that a hypervisor runs it (CPUID 1, ECX bit 31; Linux shows it as the flag
 * `hypervisor`), else what the firmware calls the machine, else `unknown`.
 */
export function readVirtualization(root = ''): string {
  const flags = /^flags\s*:(.*)$/m.exec(readFact(`${root}/proc/cpuinfo`) ?? '')?.[1]?.split(' ') ?? []
  if (!flags.includes('hypervisor')) return 'none'
  const names = ['sys_vendor', 'product_name'].map((name) => readFact(`${root}/sys/class/dmi/id/${name}`))
  return names.filter(Boolean).join(' ') || readFact(`${root}/sys/hypervisor/type`) || 'unknown'
}
