/** A side that measures nothing and notes what was asked of it. */
import type { Side } from '../side.ts'

export interface FakeSide extends Side {
  readonly calls: string[]
}

interface FakeOptions {
  /** What its trials answer, one after the other; the last one again and again. */
  readonly rates?: readonly number[]
  readonly pages?: string
  /** What `prepare` throws. */
  readonly fault?: string
  /** Where calls are noted as `name.method`; default: a list of its own. */
  readonly calls?: string[]
}

export function fakeSide(name: string, { rates = [1], pages, fault, calls = [] }: FakeOptions = {}): FakeSide {
  let trials = 0
  return {
    name,
    calls,
    prepare: async () => {
      calls.push(`${name}.prepare`)
      if (fault !== undefined) throw new Error(fault)
    },
    trial: async () => {
      calls.push(`${name}.trial`)
      return rates[Math.min(trials++, rates.length - 1)] as number
    },
    pages: () => pages,
    close: async () => {
      calls.push(`${name}.close`)
    },
  }
}
