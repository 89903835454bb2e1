/** Errors as ClickHouse tells them: a code, a name and a text, and the HTTP status that goes with the code. */

export const errorNames = {
  26: 'CANNOT_PARSE_QUOTED_STRING',
  36: 'BAD_ARGUMENTS',
  40: 'CHECKSUM_DOESNT_MATCH',
  48: 'NOT_IMPLEMENTED',
  62: 'SYNTAX_ERROR',
  73: 'UNKNOWN_FORMAT',
  81: 'UNKNOWN_DATABASE',
  89: 'UNKNOWN_COMPRESSION_METHOD',
  115: 'UNKNOWN_SETTING',
  164: 'READONLY',
  194: 'REQUIRED_PASSWORD',
  202: 'TOO_MANY_SIMULTANEOUS_QUERIES',
  229: 'QUERY_IS_TOO_LARGE',
  271: 'CANNOT_DECOMPRESS',
  372: 'SESSION_NOT_FOUND',
  394: 'QUERY_WAS_CANCELLED',
  396: 'TOO_MANY_ROWS_OR_BYTES',
  446: 'FUNCTION_NOT_ALLOWED',
  471: 'INVALID_SETTING_VALUE',
  497: 'ACCESS_DENIED',
  516: 'AUTHENTICATION_FAILED',
  1002: 'UNKNOWN_EXCEPTION',
} as const

/** A request or a query that is answered with an error. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
  readonly code: number
  readonly codeName: string

  constructor(code: keyof typeof errorNames, message: string) {
    super(message)
    this.code = code
    this.codeName = errorNames[code]
  }

  /** What chdb throws says its code in its text, and where one error became another's text, more than once. */
  static fromEngine(error: unknown): QueryError {
    if (error instanceof QueryError) return error
    const said = error instanceof Error ? error.message : String(error)
    const [prefix = ''] = /^(?:Code: \d+\. DB::\w+: )+/.exec(said) ?? []
    const code = Number(/\d+/.exec(prefix)?.[0] ?? 1002)
    const names = [...said.matchAll(/\(([A-Z][A-Z0-9_]+)\)/g)].map(([, name]) => name)
    const text = said
      .slice(prefix.length)
      .replace(/: In scope SELECT formatQuery[\s\S]*$/, '')
      .replace(/(?:\. )?\([A-Z][A-Z0-9_]+\)(?: \(version [^)]*\))?\.?/g, '')
      .trim()
    return Object.assign(new QueryError(1002, text), { code, codeName: names.at(-1) ?? errorNames[1002] })
  }

  /** As in the body of ClickHouse's answer; clients take code, text and name from it. */
  toText(): string {
    return `Code: ${this.code}. DB::Exception: ${this.message.replace(/\.$/, '')}. (${this.codeName})\n`
  }

  /** Source: ClickHouse, src/Server/HTTP/exceptionCodeToHTTPStatus.cpp. Codes that are not named there are 500, READONLY too. */
  get status(): number {
    return statusOf.get(this.code) ?? 500
  }
}

/** What cannot be parsed, does not fit or is no query. */
const badRequest = [6, 8, 15, 25, 26, 27, 36, 37, 38, 41, 44, 53, 62, 72, 117, 123, 167, 168, 223, 321, 376, 427, 441, 675, 676]
/** Tables, columns, functions, types, databases, settings, formats and roles that do not exist. */
const notFound = [46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 511]

const statusOf: ReadonlyMap<number, number> = new Map([
  ...badRequest.map((code) => [code, 400] as const),
  ...notFound.map((code) => [code, 404] as const),
  [194, 401],
  ...[192, 193, 497, 512, 516].map((code) => [code, 403] as const),
  [159, 408],
  [381, 411],
  [229, 413],
  [779, 415],
  [48, 501],
  ...[76, 209, 439].map((code) => [code, 503] as const),
])
