/** What a suite may say of where it runs. */
import type { LocatedFault } from '../schema-faults.ts'
import { get } from './value.ts'

export function hostFaults(suite: unknown): LocatedFault[] {
  const [host, hosts] = [get(suite, 'host'), get(suite, 'hosts')]
  if (host === undefined || hosts === undefined) return []
  return [{ path: ['host'], value: host, expected: "either 'host' or 'hosts': one names a host, the other describes some" }]
}
