/**
 * Which queries are answered. The engine refuses in its own session (`readonly=1`) whatever writes, changes settings or reads
 * files and networks as tables; this refuses the rest: statements with other effects, functions that look beyond the query, and tables with
 * secrets. It goes by names wherever they stand: a name that means something else in a query is refused too, an innocent loss.
 */
import type { Catalog } from './catalog.ts'
import { QueryError } from './query-error.ts'
import type { Statement } from './statement.ts'
import type { Token } from './tokens.ts'

/** Values of `{name:Type}`. */
export type Params = ReadonlyMap<string, string>

/** What may come after EXPLAIN. */
const explainKinds = new Set(['AST', 'SYNTAX', 'QUERY', 'TREE', 'PLAN', 'PIPELINE', 'ESTIMATE', 'CURRENT'])
/** What may come after SHOW, other than a database's name. */
const shownThings = new Set('TABLES CREATE DATABASES COLUMNS INDEXES FUNCTIONS SETTINGS SETTING ENGINES'.split(' '))

/** Throws QueryError: 164 for what does not only read, 446 for functions, 497 for tables. */
export function checkStatement({ tokens }: Statement, params: Params, catalog: Catalog): void {
  checkKind(tokens)
  const names = withIdentifiers(tokens, params)
  for (const [index, token] of names.entries()) {
    if (!isName(token)) continue
    const before = names[index - 1]
    const next = names[index + 1]
    const name = nameOf(token)
    if (token.text === 'INTO' && next?.text === 'OUTFILE') throw notReading('INTO OUTFILE writes a file')
    // Of a query within the query the engine takes any settings, readonly or not; those at the end are no longer here.
    if (token.kind === 'BareWord' && token.text === 'SETTINGS' && before?.text !== 'AS')
      throw notReading('SETTINGS stands within the query, expected it at the very end')
    const isApplied = before?.text === 'APPLY' || (before?.kind === 'OpeningRoundBracket' && names[index - 2]?.text === 'APPLY')
    if (next?.kind === 'OpeningRoundBracket' || isApplied) checkFunction(name, catalog)
    if (next?.kind !== 'OpeningRoundBracket') checkTable(name, { names, index }, catalog)
  }
}

function checkKind(tokens: readonly Token[]): void {
  const [first = '', second = '', third = ''] = tokens.map(({ text }) => text)
  if (['SELECT', 'WITH', '('].includes(first)) return
  if (first === 'DESCRIBE' || (first === 'EXISTS' && second !== 'DICTIONARY')) return
  if (first === 'SHOW' && shownThings.has(second) && (second !== 'CREATE' || /^(TABLE|VIEW|DATABASE)$/.test(third))) return
  if (first === 'EXPLAIN') checkExplained(tokens.slice(1))
  else throw notReading(`${first} ${second} is not answered, expected SELECT, WITH, SHOW, DESCRIBE, EXISTS or EXPLAIN`)
}

/** Kind and settings, then a query. */
function checkExplained(tokens: readonly Token[]): void {
  let at = 0
  while (explainKinds.has(tokens[at]?.text ?? '')) at++
  while (tokens[at + 1]?.kind === 'Equals') at += tokens[at + 3]?.kind === 'Comma' ? 4 : 3
  const { text = 'nothing' } = tokens[at] ?? {}
  if (!['SELECT', 'WITH', '('].includes(text)) throw notReading(`EXPLAIN is for SELECT here, and this explains ${text}`)
}

function checkFunction(name: string, { refusedFunctions }: Catalog): void {
  if (refusedFunctions.has(name.toLowerCase()))
    throw new QueryError(
      446,
      `Function ${name} is not allowed: it reaches beyond the store's tables, which is all that this endpoint reads`,
    )
}

interface Place {
  readonly names: readonly Token[]
  readonly index: number
}

function checkTable(name: string, { names, index }: Place, { refusedTables, refusedSystemTables }: Catalog): void {
  if (refusedTables.has(name)) throw noAccess(name)
  const [dot, table] = names.slice(index + 1)
  if (name.toLowerCase() !== 'system' || dot?.kind !== 'Dot' || table === undefined) return
  if (!isName(table) || refusedSystemTables.has(nameOf(table).toLowerCase())) throw noAccess(`system.${table.text}`)
}

const noAccess = (table: string) =>
  new QueryError(
    497,
    `Not enough privileges: ${table} is not readable here, expected one of the tables of results such as runs, trials and spans`,
  )

const notReading = (why: string) => new QueryError(164, `Cannot execute query in readonly mode: ${why}`)

const isName = ({ kind }: Token): boolean => kind === 'BareWord' || kind === 'QuotedIdentifier'

/** The engine quotes names only where they need it, so a name that it quotes is none of those that are looked for. */
const nameOf = ({ kind, text }: Token): string => (kind === 'QuotedIdentifier' ? text.slice(1, -1) : text)

/** With the names in the place of `{parameter:Identifier}`, which the engine puts there when it executes the query. */
function withIdentifiers(tokens: readonly Token[], params: Params): Token[] {
  const names: Token[] = []
  for (let at = 0; at < tokens.length; at++) {
    const [first, parameter, colon, type] = tokens.slice(at, at + 4)
    if (first === undefined) break
    if (first.kind === 'OpeningCurlyBrace' && colon?.kind === 'Colon' && type?.text === 'Identifier') {
      names.push(...identifierOf(params.get(parameter?.text ?? '') ?? '', first.begin))
      at += 4
    } else names.push(first)
  }
  return names
}

/** `system.tables` is three tokens. */
function identifierOf(value: string, begin: number): Token[] {
  if (value.includes('\\'))
    throw new QueryError(36, `The identifier '${value}' has a backslash in it, expected the name of a table or a column as it is`)
  const names = value.split('.').map((name) => ({ kind: 'BareWord', text: name.replaceAll(/[`"]/g, ''), begin }))
  return names.flatMap((name, index) => (index === 0 ? [name] : [{ kind: 'Dot', text: '.', begin }, name]))
}
