/** Looks at this host as a place to measure on, and says what is missing and how to get it. */

import type { Check } from './doctor/check.ts'
import { checkIommu, checkVfio, checkVhostNet, checkVhostVdpa } from './doctor/devices.ts'
import { checkHugepages, checkMemlock } from './doctor/memory.ts'
import { checkCpus, checkGovernor, checkIsolation, checkPriority, checkSteal } from './doctor/processor.ts'
import { checkBinding, checkNode, checkRedis } from './doctor/software.ts'

export type { Check, CheckStatus } from './doctor/check.ts'

/** All checks, in the order to read them. Takes about half a second, for which it watches the hypervisor. */
export async function diagnose(): Promise<Check[]> {
  return [
    checkNode(),
    ...checkBinding(),
    checkRedis(),
    checkCpus(),
    checkIsolation(),
    checkPriority(),
    checkGovernor(),
    await checkSteal(),
    checkHugepages(),
    checkMemlock(),
    checkVhostNet(),
    checkVhostVdpa(),
    checkVfio(),
    checkIommu(),
  ]
}
