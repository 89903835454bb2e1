import { readFact } from '../read-fact.ts'
import type { Check } from './check.ts'

const hugepageFolder = '/sys/kernel/mm/hugepages/hugepages-2048kB'
/** A trial's guest memory at common ring and frame sizes. */
const wantedHugepages = 64
/** Kernel backends pin all of guest memory. */
const wantedMemlockBytes = 128 * 1024 * 1024

export function checkHugepages(): Check {
  const total = Number(readFact(`${hugepageFolder}/nr_hugepages`) ?? 0)
  const free = Number(readFact(`${hugepageFolder}/free_hugepages`) ?? 0)
  const detail = `${free} of ${total} pages of 2 MB free`
  if (free >= wantedHugepages) return { name: 'hugepages', status: 'ok', detail }
  const remedy = `echo ${total - free + wantedHugepages} > ${hugepageFolder}/nr_hugepages (as root); without, trials use transparent or 4 KB pages and say so`
  return { name: 'hugepages', status: 'warning', detail, remedy }
}

export function checkMemlock(limits: string = readFact('/proc/self/limits') ?? ''): Check {
  const soft = /^Max locked memory\s+(\S+)/m.exec(limits)?.[1] ?? 'unknown'
  const detail = soft === 'unlimited' ? soft : `${soft} bytes`
  if (soft === 'unlimited' || Number(soft) >= wantedMemlockBytes) return { name: 'memlock', status: 'ok', detail }
  const remedy = 'ulimit -l unlimited, or LimitMEMLOCK=infinity in the systemd unit; kernel backends lock all guest memory'
  return { name: 'memlock', status: 'warning', detail, remedy }
}
