/** The command line of `npm run -s bench`. */
import { parseArgs } from 'node:util'
import type { Bench } from './bench.ts'
import { benches, caseNames } from './benches.ts'

export interface Options {
  readonly bench: Bench
  readonly json: boolean
  /** Fail where a bar is missed. */
  readonly check: boolean
  /** Rounds; every side is measured once in each. */
  readonly pairs: number
  /** Empty for all. */
  readonly cases: readonly string[]
}

const pairsDefault = 15

/** Bad usage: nothing was started. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const help = `usage: npm run -s bench -- NAME [options]
       npm run -s bench -- --list

  --json       one JSON object a line on standard output
  --pairs N    rounds of trials; default ${pairsDefault}
  --case C     only this case or group of cases (see --list); repeatable
  --check      exit code 1 when a ratio is below its bar
  --list       the benches and their cases

Exit codes: 0 it worked, 1 a bench failed or missed its bar, 2 bad usage.`

/** What to do, from the arguments after the program's name. Throws {@link UsageError}. */
export function readOptions(args: readonly string[]): Options | 'list' | 'help' {
  const { values, positionals } = parse(args)
  if (values.help) return 'help'
  if (values.list) return 'list'
  const known = benches.map(({ name }) => name).join(', ')
  if (positionals.length !== 1) throw new UsageError(`got ${positionals.length} names; expected one of ${known}`)
  const bench = benches.find(({ name }) => name === positionals[0])
  if (bench === undefined) throw new UsageError(`no bench is named '${positionals[0]}'; expected one of ${known}`)
  const cases = caseNames(bench)
  const stranger = values.case.find((name) => !cases.includes(name))
  if (stranger !== undefined) throw new UsageError(`${bench.name} has no case '${stranger}'; expected one of ${cases.join(', ')}`)
  return { bench, json: values.json, check: values.check, pairs: readPairs(values.pairs), cases: values.case }
}

function readPairs(text: string): number {
  const pairs = Number(text)
  if (/^\d+$/.test(text) && pairs >= 1 && pairs <= 10_000) return pairs
  throw new UsageError(`--pairs is '${text}'; expected a whole number from 1 to 10000`)
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        pairs: { type: 'string', default: String(pairsDefault) },
        case: { type: 'string', multiple: true, default: [] },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
