/** Which physical machine this is, whatever its agents call it. */
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { readFact } from '../read-fact.ts'

/**
 * A digest of what `said` (RINGSIDE_MACHINE_ID) names, else of the machine id, else of the host name. Two agents with the same
 * one never measure at the same time. machine-id(5) asks not to publish the id itself.
 */
export function machineIdOf(said: string | undefined, machineId: string | null = readFact('/etc/machine-id')): string {
  const identity = said || machineId || hostname()
  return createHash('sha256').update(`ringside machine ${identity}`).digest('hex').slice(0, 16)
}
