/**
 * What follows a query in ClickHouse's SQL: the format of its answer and settings. They are taken off, since the endpoint sees to both. What is
 * not at the very end stays, and the engine refuses it: its session may not change settings.
 */
import { QueryError } from './query-error.ts'
import type { Setting } from './settings.ts'
import type { ParsedQuery, Token } from './tokens.ts'

export interface Statement {
  /** Without format and settings. */
  readonly sql: string
  readonly tokens: readonly Token[]
  readonly format?: string
  readonly settings: readonly Setting[]
}

interface Tail {
  format?: string
  readonly settings: Setting[]
}

export function statementOf({ sql, tokens }: ParsedQuery): Statement {
  let depth = 0
  for (const [index, { kind, text, begin }] of tokens.entries()) {
    if (kind.startsWith('Opening')) depth++
    else if (kind.startsWith('Closing')) depth--
    if (depth > 0 || kind !== 'BareWord' || (text !== 'FORMAT' && text !== 'SETTINGS') || tokens[index - 1]?.text === 'AS')
      continue
    const tail = tailOf(tokens.slice(index))
    if (tail === undefined) continue
    return { ...tail, sql: Buffer.from(sql).toString('utf8', 0, begin).trimEnd(), tokens: tokens.slice(0, index) }
  }
  return { sql, tokens, settings: [] }
}

/** Undefined unless all of it is FORMAT and SETTINGS. */
function tailOf(tokens: readonly Token[]): Tail | undefined {
  const tail: Tail = { settings: [] }
  let rest = tokens
  while (rest.length > 0) {
    const [clause, ...words] = rest
    if (clause?.text === 'FORMAT') {
      if (words[0]?.kind !== 'BareWord' || tail.format !== undefined) return undefined
      tail.format = words[0].text
      rest = words.slice(1)
    } else if (clause?.text === 'SETTINGS') {
      const list = settingsOf(words)
      if (list === undefined) return undefined
      tail.settings.push(...list.settings)
      rest = words.slice(list.length)
    } else return undefined
  }
  return tail
}

/** `name = value, ...`, as the engine writes it. */
function settingsOf(tokens: readonly Token[]): { readonly settings: Setting[]; readonly length: number } | undefined {
  const settings: Setting[] = []
  for (let at = 0; ; at += 4) {
    const [name, equals, value, comma] = tokens.slice(at, at + 4)
    if (name?.kind !== 'BareWord' || equals?.kind !== 'Equals' || value === undefined) return undefined
    settings.push([name.text, valueText(name.text, value)])
    if (comma?.kind !== 'Comma') return { settings, length: at + 3 }
  }
}

function valueText(name: string, { kind, text }: Token): string {
  if (kind === 'Number' || (kind === 'BareWord' && /^(true|false)$/.test(text))) return text.replace(/\.$/, '')
  if (kind === 'StringLiteral' && !text.includes('\\')) return text.slice(1, -1)
  throw new QueryError(471, `Setting ${name} has the value ${text}, expected a number, true, false or a text without escapes`)
}
