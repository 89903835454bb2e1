/**
 * What a request asks for. The query is in the address, in the body or in both; parameters are `param_NAME`; what is not reserved is a
 * setting. Source: ClickHouse documentation, "HTTP Interface"; src/Server/HTTPHandler.cpp.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FrameMethod } from './compressed-frames.ts'
import type { Query } from './engine.ts'
import { QueryError } from './query-error.ts'
import { readBody } from './request-body.ts'

export interface QueryRequest extends Query {
  readonly queryId: string
  /** Of the client's protocol; 0 where it says none. */
  readonly revision: number
  /** ClickHouse's own compression of the answer. */
  readonly frames: FrameMethod | undefined
  /** Whether the answer may be compressed as Accept-Encoding says. */
  readonly mayEncode: boolean
}

/** Part of the address and no settings. */
const reserved = new Set(
  `query query_id database default_format user password role quota_key session_timeout session_check compress decompress
  client_protocol_version`.split(/\s+/),
)
/** The only one whose tables are served. */
const servedDatabase = 'default'
const defaultFormat = 'TabSeparated'
const formatName = /^\w{1,64}$/

export async function readRequest(request: IncomingMessage, url: URL, maxQueryBytes: number): Promise<QueryRequest> {
  const isFramed = url.searchParams.get('decompress') === '1'
  const body = await readBody(request, { mostBytes: maxQueryBytes, isFramed })
  const type = request.headers['content-type'] ?? ''
  const isForm = type.startsWith('multipart/form-data')
  const fields = new Map([...url.searchParams, ...(isForm ? await formFields(body, type) : [])])
  checkSession(fields)
  const { headers } = request
  const database = headers['x-clickhouse-database'] ?? fields.get('database') ?? ''
  if (database !== '' && database !== servedDatabase)
    throw new QueryError(81, `Database ${String(database)} does not exist here, expected ${servedDatabase}`)
  const format = String(headers['x-clickhouse-format'] ?? fields.get('default_format') ?? defaultFormat)
  if (!formatName.test(format)) throw new QueryError(73, `Unknown format ${format}`)
  const parts = [fields.get('query') ?? '', isForm ? '' : body.toString()]
  return {
    sql: parts.filter((part) => part !== '').join('\n'),
    params: paramsOf(fields),
    settings: [...fields].filter(([name]) => !reserved.has(name) && !name.startsWith('param_')),
    defaultFormat: format,
    queryId: queryIdOf(fields.get('query_id')),
    revision: Number(fields.get('client_protocol_version') ?? 0) || 0,
    frames: fields.get('compress') === '1' ? frameMethod(fields.get('network_compression_method')) : undefined,
    mayEncode: fields.get('enable_http_compression') !== '0',
  }
}

function checkSession(fields: ReadonlyMap<string, string>): void {
  const session = fields.get('session_id')
  if (session !== undefined && session !== '')
    throw new QueryError(
      372,
      `Session ${session} not found: this endpoint keeps none, every query stands for itself; leave session_id out`,
    )
}

function paramsOf(fields: ReadonlyMap<string, string>): Map<string, string> {
  const prefix = 'param_'
  const params = [...fields]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value] as const)
  for (const [name] of params) {
    if (!/^\w{1,128}$/.test(name))
      throw new QueryError(36, `The parameter's name is '${name}', expected letters, digits and underscores`)
  }
  return new Map(params)
}

/** Fields of the form: parameters and the query. Files would be external tables. */
async function formFields(body: Buffer, type: string): Promise<(readonly [string, string])[]> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch((error: Error) => {
      throw new QueryError(36, `The form in the body cannot be read (${error.message}); expected multipart/form-data`)
    })
  return [...form].map(([name, value]) => {
    if (typeof value !== 'string')
      throw new QueryError(48, `External tables, such as ${name}, are not implemented here; put the values into the query`)
    return [name, value] as const
  })
}

/** It comes back in a header, which not every text can. */
function queryIdOf(asked: string | undefined): string {
  return asked !== undefined && /^[!-~]{1,128}$/.test(asked) ? asked : randomUUID()
}

function frameMethod(asked: string | undefined): FrameMethod {
  const method = (asked ?? 'LZ4').toUpperCase()
  return method === 'ZSTD' || method === 'NONE' ? method : 'LZ4'
}
