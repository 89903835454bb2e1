/** What the controller can be told of the endpoint: part of its settings. */
import { Type } from 'typebox'
import { isLoopback } from '../access/local-request.ts'

const limit = (unit: string, maximum: number) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum, description: `${unit} from 1 to ${maximum}` }))

export const endpointSettings = {
  /** Where ClickHouse's clients may ask the embedded store; nowhere without it. */
  clickhousePort: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 65_535, description: 'a port from 0 (any free one) to 65535' }),
  ),
  clickhouseHost: Type.String({ minLength: 1, description: 'an address to listen on, such as 127.0.0.1' }),
  clickhouseUser: Type.String({ minLength: 1, description: 'a name' }),
  clickhousePassword: Type.Optional(Type.String({ minLength: 1, description: 'a password' })),
  /** Of one query. */
  clickhouseTimeLimitS: limit('seconds', 86_400),
  clickhouseMemoryLimitBytes: limit('bytes', 2 ** 40),
  clickhouseRowLimit: limit('rows', 2 ** 40),
  clickhouseResultLimitBytes: limit('bytes', 2 ** 40),
  /** Queries at a time. */
  clickhouseQueryLimit: limit('queries', 64),
}

export const endpointSources = {
  clickhousePort: { variable: 'RINGSIDE_CLICKHOUSE_PORT' },
  clickhouseHost: { variable: 'RINGSIDE_CLICKHOUSE_HOST' },
  clickhouseUser: { variable: 'RINGSIDE_CLICKHOUSE_USER' },
  clickhousePassword: { variable: 'RINGSIDE_CLICKHOUSE_PASSWORD' },
  clickhouseTimeLimitS: { variable: 'RINGSIDE_CLICKHOUSE_TIME_LIMIT_S' },
  clickhouseMemoryLimitBytes: { variable: 'RINGSIDE_CLICKHOUSE_MEMORY_LIMIT_BYTES' },
  clickhouseRowLimit: { variable: 'RINGSIDE_CLICKHOUSE_ROW_LIMIT' },
  clickhouseResultLimitBytes: { variable: 'RINGSIDE_CLICKHOUSE_RESULT_LIMIT_BYTES' },
  clickhouseQueryLimit: { variable: 'RINGSIDE_CLICKHOUSE_QUERY_LIMIT' },
}

export interface EndpointConfig {
  readonly clickhousePort?: number
  readonly clickhouseHost: string
  readonly clickhouseUser: string
  readonly clickhousePassword?: string
  readonly clickhouseTimeLimitS?: number
  readonly clickhouseMemoryLimitBytes?: number
  readonly clickhouseRowLimit?: number
  readonly clickhouseResultLimitBytes?: number
  readonly clickhouseQueryLimit?: number
  readonly storeUrl: string
  readonly dataDir: string
  readonly tlsCert?: string
  readonly allowPlaintext: boolean
}

/** What is wrong with them together, for people; undefined where nothing is. */
export function endpointFault(config: EndpointConfig): string | undefined {
  const { clickhousePort, clickhouseHost, clickhousePassword, storeUrl, tlsCert, allowPlaintext } = config
  if (clickhousePort === undefined) return undefined
  if (storeUrl !== 'chdb')
    return `RINGSIDE_CLICKHOUSE_PORT is ${clickhousePort} and RINGSIDE_STORE is a ClickHouse server, expected one of them: clients ask that server itself; leave RINGSIDE_CLICKHOUSE_PORT out`
  if (clickhousePassword === undefined)
    return `RINGSIDE_CLICKHOUSE_PORT is ${clickhousePort} and there is no RINGSIDE_CLICKHOUSE_PASSWORD; expected one, for whoever reaches the port could read all results`
  if (!isLoopback(clickhouseHost) && tlsCert === undefined && !allowPlaintext)
    return `RINGSIDE_CLICKHOUSE_HOST is '${clickhouseHost}' without TLS, so that everybody on the way could read the password; give --tls-cert and --tls-key, or RINGSIDE_ALLOW_PLAINTEXT=1 where something else encrypts`
  return undefined
}
