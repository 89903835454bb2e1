/** A query as the engine's own lexer cuts it, after the engine's own parser has read it and written it anew. */
import type { Session } from 'chdb'
import { QueryError } from './query-error.ts'
import { quoted } from './sql-text.ts'

export interface Token {
  /** As the engine names it: BareWord, QuotedIdentifier, StringLiteral, Number, OpeningRoundBracket... */
  readonly kind: string
  readonly text: string
  /** Bytes from the beginning. */
  readonly begin: number
}

/** A query in one way of writing, without comments, and its tokens without the space between them. */
export interface ParsedQuery {
  readonly sql: string
  readonly tokens: readonly Token[]
}

/**
 * Has the engine parse a query and write it anew. What is checked afterwards, and what is executed, is that text, so that both
 * mean the same. Nothing is executed here but the parser. Throws QueryError as the engine says it, also for more than one statement.
 */
export async function parseQuery(session: Session, sql: string): Promise<ParsedQuery> {
  const question = `SELECT formatQuery(${quoted(sql)}) AS text,
    arrayMap(token -> (toString(token.type), substring(text, token.begin + 1, token.end - token.begin), token.begin),
      arrayFilter(token -> token.type NOT IN ('Whitespace', 'Comment'), tokenizeQuery(text))) AS tokens`
  const result = await session.queryAsync(question, { format: 'JSONCompact' }).catch((error: unknown) => {
    throw QueryError.fromEngine(error)
  })
  const { data } = result.json<{ data: [[string, [string, string, string][]]] }>()
  const [text, tokens] = data[0]
  return { sql: text, tokens: tokens.map(([kind, token, begin]) => ({ kind, text: token, begin: Number(begin) })) }
}
