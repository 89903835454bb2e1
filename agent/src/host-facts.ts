/** What identifies a host as a place to measure on, and the state it is in. */
import { arch, cpus, hostname, loadavg, release, totalmem } from 'node:os'
import type { HostFacts, HostState } from '@ringside/contract'
import { stableCommandLine } from './host/command-line.ts'
import { readTopology } from './host/topology.ts'
import { readVirtualization } from './host/virtualization.ts'
import { readFact } from './read-fact.ts'

/** Facts that do not change while this process lives, and cost hundreds of files to read on a large host. */
let stable: Omit<HostFacts, 'id' | 'state'> | undefined

/** Facts about this host; its state is read now. Facts the kernel does not offer are null, 0 or absent. */
export function readHostFacts(id: string): HostFacts {
  stable ??= readStableFacts()
  return { id, ...stable, state: readState() }
}

function readStableFacts(): Omit<HostFacts, 'id' | 'state'> {
  const processors = cpus()
  const microcode = /^microcode\s*:\s*(\S+)$/m.exec(readFact('/proc/cpuinfo') ?? '')?.[1]
  return {
    hostname: hostname(),
    cpuModel: processors[0]?.model.trim() ?? 'unknown',
    cpus: processors.length,
    memoryBytes: totalmem(),
    kernel: release(),
    arch: arch(),
    ...(microcode === undefined ? {} : { microcode }),
    topology: readTopology(),
    commandLine: stableCommandLine(readFact('/proc/cmdline') ?? ''),
    virtualization: readVirtualization(),
  }
}

function readState(): HostState {
  return {
    governor: readFact('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'),
    hugepages2M: Number(readFact('/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages') ?? 0),
    clocksource: readFact('/sys/devices/system/clocksource/clocksource0/current_clocksource'),
    loadAverage1m: loadavg()[0] ?? 0,
    transparentHugepages: /\[(\w+)\]/.exec(readFact('/sys/kernel/mm/transparent_hugepage/enabled') ?? '')?.[1] ?? null,
    isolatedCpus: readFact('/sys/devices/system/cpu/isolated'),
    smt: readFact('/sys/devices/system/cpu/smt/control'),
  }
}
