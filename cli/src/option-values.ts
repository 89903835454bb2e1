/** Parsers of option values. Commander turns what they throw into a usage error that names the option. */
import { checkSuite, type Point, parseDurationMs } from '@ringside/contract'
import { InvalidArgumentError } from 'commander'
import { messageOf, usageFailure } from './failure.ts'

/** An integer within bounds. */
export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Expected an integer from ${least} to ${most}.`)
    }
    return value
  }
}

export const parsePort = integer(0, 65_535)

/** Milliseconds of a duration with a unit. */
export function duration(text: string): number {
  try {
    return parseDurationMs(text)
  } catch (error) {
    throw new InvalidArgumentError(`Expected a duration such as 250ms: ${messageOf(error)}.`)
  }
}

/**
 * The point that options describe, after the checks a suite with this point would have to pass. Throws a usage failure
 * that names the option.
 */
export function checkedPoint({ workload, frame, ringSize }: Point): Point {
  const backend = { name: 'b', kind: 'emulated', doorbell: 'mapped', device: 'polling' }
  const suite = {
    apiVersion: 'ringside/v1',
    kind: 'Suite',
    name: 's',
    backends: [backend],
    workloads: [workload],
    matrix: { frame: [frame], ringSize: [ringSize] },
  }
  const check = checkSuite(suite)
  if (check.ok) return { workload, frame, ringSize }
  const faults = check.faults.map(({ path, value, expected }) => `${optionOf(path)} is '${value}'; expected ${expected}`)
  throw usageFailure(faults.join('\n'))
}

/** `matrix.ringSize[0]` is set by --ring-size. */
function optionOf(path: string): string {
  const key =
    path
      .replace(/\[\d+\]$/, '')
      .split('.')
      .at(-1) ?? path
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
