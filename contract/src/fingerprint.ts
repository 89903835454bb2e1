/** Tells whether two results come from the same kind of place: same hardware, same kernel, same fingerprint. */
import { createHash } from 'node:crypto'
import type { HostFacts } from './result.ts'

/** Of a host's facts those that its fingerprint is made of. */
export type StableFacts = Pick<
  HostFacts,
  'cpuModel' | 'microcode' | 'topology' | 'memoryBytes' | 'arch' | 'kernel' | 'commandLine' | 'virtualization'
>

const gib = 2 ** 30

/**
 * 12 hex digits of SHA-256 over what stays the same across boots. What a host is called and how it is tuned or loaded at the
 * moment (`facts.state`) is left out; so is how many of its CPUs are online. Memory is rounded to GiB, because kernels of one
 * version keep a little more or less for themselves from boot to boot.
 */
export function fingerprintOf(facts: StableFacts): string {
  const { cpuModel, microcode, topology, memoryBytes, arch, kernel, commandLine, virtualization } = facts
  const { sockets, cores, threads, numaNodes } = topology ?? {}
  const stable = [
    cpuModel,
    microcode,
    [sockets, cores, threads, numaNodes],
    Math.round(memoryBytes / gib),
    arch,
    kernel,
    commandLine,
    virtualization,
  ]
  return createHash('sha256').update(JSON.stringify(stable)).digest('hex').slice(0, 12)
}
