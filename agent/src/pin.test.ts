import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allowedCpus, choosePinning, parseCpuList } from './pin.ts'

describe('pinning', () => {
  test('puts the driver on the last allowed CPU and the device on the one before', () => {
    expect(choosePinning([0, 1, 2, 5])).toEqual({ driverCpu: 5, deviceCpu: 2 })
  })

  test('pins nothing when there is a single CPU or none known', () => {
    expect(choosePinning([3])).toEqual({})
    expect(choosePinning([])).toEqual({})
  })

  test('reads the allowed CPUs from a process status', () => {
    expect(allowedCpus('Cpus_allowed:\tff\nCpus_allowed_list:\t0-2,7\nMems_allowed:\t1\n')).toEqual([0, 1, 2, 7])
    expect(allowedCpus().length).toBeGreaterThan(0)
  })

  test('reads back every list of CPUs it could be given', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(4096), { maxLength: 40 }), (numbers) => {
        const cpus = numbers.toSorted((a, b) => a - b)
        expect(parseCpuList(asKernelList(cpus))).toEqual(cpus)
      }),
    )
  })

  test('refuses what is not a CPU list', () => {
    for (const text of ['a', '3-1', '1,,2', '-', '0x3', '1-2-3']) expect(() => parseCpuList(text)).toThrow(RangeError)
  })
})

function asKernelList(cpus: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const cpu of cpus) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === cpu - 1) last[1] = cpu
    else ranges.push([cpu, cpu])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',')
}
