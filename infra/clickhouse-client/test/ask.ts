/** Asks with clickhouse-go, and puts its values and the engine's own into one form. */
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { program } from '../build.mjs'

export interface GoQuery {
  readonly sql: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly settings?: Readonly<Record<string, string | number>>
  /** A statement without an answer. */
  readonly exec?: boolean
}

export interface GoAnswer {
  readonly columns?: readonly { readonly name: string; readonly type: string }[]
  readonly rows?: readonly (readonly unknown[])[]
  /** ClickHouse's, and its name; the driver's own errors are texts without a code. */
  readonly code?: number
  readonly error?: string
}

export interface GoQuestion {
  readonly address: string
  readonly user: string
  readonly password: string
  readonly compression: string
  readonly queries: readonly GoQuery[]
}

export async function askGo(question: GoQuestion): Promise<GoAnswer[]> {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(question))
  return JSON.parse(await text(child.stdout)) as GoAnswer[]
}

/**
 * Numbers and times as texts of one form, whoever wrote them: whole numbers with all their digits, others as the double they are, times without
 * zeros at their end, entries of maps in order.
 */
export function inOneForm(value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(inOneForm)
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, item]) => [inOneForm(key), inOneForm(item)] as const)
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
  }
  const said = String(value)
  if (/^-?\d+$/.test(said)) return said === '-0' ? '0' : said
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(said)) return String(Number(said))
  const time = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d*?)0*)?Z$/.exec(said)
  if (time === null) return said
  const [, date, clock, fraction = ''] = time
  return clock === '00:00:00' && fraction === '' ? date : `${date} ${clock} ${fraction}`
}
