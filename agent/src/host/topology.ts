/** What CPUs and memory nodes a host has, in use or not. Source: Documentation/admin-guide/cputopology.rst of the kernel. */
import type { HostTopology } from '@ringside/contract'
import { parseCpuList } from '../pin.ts'
import { listFacts, readFact } from '../read-fact.ts'

const cpuFolder = '/sys/devices/system/cpu'

/** A thread that is offline tells no core, but has a sibling that does: cores and sockets are counted all the same. */
export function readTopology(root = ''): HostTopology {
  const threads = parseCpuList(readFact(`${root}${cpuFolder}/present`) ?? '')
  const cores = new Set<string>()
  const sockets = new Set<string>()
  for (const thread of threads) {
    const place = `${root}${cpuFolder}/cpu${thread}/topology`
    const socket = readFact(`${place}/physical_package_id`)
    if (socket === null) continue
    sockets.add(socket)
    cores.add(`${socket} ${readFact(`${place}/core_id`)}`)
  }
  return { sockets: sockets.size, cores: cores.size, threads: threads.length, numaNodes: numaNodes(root).length }
}

/** Numbers of the memory nodes; a kernel without NUMA has one and says nothing of it. */
export function numaNodes(root = ''): number[] {
  const nodes = listFacts(`${root}/sys/devices/system/node`).flatMap((name) => /^node(\d+)$/.exec(name)?.[1] ?? [])
  return nodes.length === 0 ? [0] : nodes.map(Number).toSorted((a, b) => a - b)
}
