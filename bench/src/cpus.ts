/** The two CPUs that every side is measured on: one for the driver, one for the device. */
import { choosePinning } from '@ringside/agent/pin'

export interface Cpus {
  readonly driver: number
  readonly device: number
}

/** The CPUs the agent would measure on. Throws when this process may use only one. */
export function measuredCpus(): Cpus {
  const { driverCpu, deviceCpu } = choosePinning()
  if (driverCpu === undefined || deviceCpu === undefined) {
    throw new Error(
      'this process may use a single CPU; expected two, one for the driver and one for the device (taskset -pc shows them)',
    )
  }
  return { driver: driverCpu, device: deviceCpu }
}
