/**
 * What a request to ClickHouse's HTTP interface asks for. Source: ClickHouse documentation, "HTTP Interface": the query is in
 * the URL, in the body or both, its parameters are `param_NAME`, and what is not reserved is a setting.
 */
import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

export interface ClickHouseRequest {
  /** Without what follows an INSERT. */
  readonly sql: string
  /** Rows of an INSERT in its format; empty where they are part of the SQL or there are none. */
  readonly rows: Buffer
  readonly database: string
  readonly queryId: string
  readonly defaultFormat: string
  /** Settings and parameters (`param_NAME`), as `SET` takes them. */
  readonly settings: ReadonlyMap<string, string>
  /** Whether the answer is to be compressed. */
  readonly gzip: boolean
}

const reserved = new Set(
  'query query_id database default_format user password role session_id wait_end_of_query buffer_size compress decompress'.split(
    ' ',
  ),
)

/** Reads the whole request. Rejects when its body is not in the encoding it claims. */
export async function readRequest(request: IncomingMessage): Promise<ClickHouseRequest> {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const body = await bodyOf(request)
  const fields = new Map(searchParams)
  const type = request.headers['content-type'] ?? ''
  const isForm = type.startsWith('multipart/form-data')
  if (isForm) for (const [name, value] of await formOf(body, type)) fields.set(name, value)
  const query = fields.get('query') ?? ''
  const hasRows = !isForm && /^\s*INSERT\b/i.test(query)
  const text = isForm || hasRows ? '' : body.toString()
  return {
    sql: [query, text].filter((part) => part !== '').join('\n'),
    rows: hasRows ? body : Buffer.alloc(0),
    database: fields.get('database') ?? 'default',
    queryId: fields.get('query_id') ?? '',
    defaultFormat: fields.get('default_format') ?? 'TabSeparated',
    settings: new Map([...fields].filter(([name]) => !reserved.has(name))),
    gzip: fields.get('enable_http_compression') === '1' && /\bgzip\b/.test(String(request.headers['accept-encoding'])),
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const body = await buffer(request)
  return request.headers['content-encoding'] === 'gzip' ? promisify(gunzip)(body) : body
}

async function formOf(body: Buffer, type: string): Promise<[string, string][]> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  return [...form].map(([name, value]) => [name, String(value)])
}
