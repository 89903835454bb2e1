/** Who asks: name and password in any of the ways of ClickHouse's HTTP interface. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { QueryError } from './query-error.ts'

export interface Credentials {
  readonly user: string
  readonly password: string
}

/** Throws QueryError: 194 where there are none, 516 where they are not the expected ones. */
export function authenticate(expected: Credentials, headers: IncomingHttpHeaders, query: URLSearchParams): void {
  const given = fromHeaders(headers) ?? fromAuthorization(headers.authorization) ?? fromQuery(query)
  if (given === undefined)
    throw new QueryError(
      194,
      'Authentication is required: expected a name and a password by basic authentication, in the headers X-ClickHouse-User and X-ClickHouse-Key, or as user and password in the address',
    )
  const isUser = isSame(given.user, expected.user)
  if (!isSame(given.password, expected.password) || !isUser)
    throw new QueryError(516, `${given.user}: Authentication failed: password is incorrect, or there is no user with such name`)
}

function fromHeaders(headers: IncomingHttpHeaders): Credentials | undefined {
  const user = headers['x-clickhouse-user']
  const password = headers['x-clickhouse-key']
  if (user === undefined && password === undefined) return undefined
  return { user: String(user ?? 'default'), password: String(password ?? '') }
}

function fromAuthorization(header: string | undefined): Credentials | undefined {
  if (header === undefined) return undefined
  const [, encoded] = /^Basic\s+(\S+)$/i.exec(header) ?? []
  if (encoded === undefined)
    throw new QueryError(516, 'Authentication failed: the Authorization header is not a Basic one, expected that')
  const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? []
  return { user, password }
}

function fromQuery(query: URLSearchParams): Credentials | undefined {
  const user = query.get('user')
  const password = query.get('password')
  if (user === null && password === null) return undefined
  return { user: user ?? 'default', password: password ?? '' }
}

/** Takes as long whatever is in them. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

const digest = (text: string) => createHash('sha256').update(text).digest()
