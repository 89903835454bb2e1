/**
 * A ClickHouse server for tests: the real engine (chdb) behind ClickHouse's HTTP interface, as a process of its own.
 *
 *     node clickhouse-server.ts --path DIR [--port N] [--backups DIR] [--user NAME --password TEXT] [--cert FILE --key FILE]
 *
 * Prints `{"ready":true,"url":"http://127.0.0.1:PORT"}` when it answers. An insert is acknowledged once the engine has it, so
 * the process can be killed at any time and started again on the same folder. Ends on SIGTERM.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { ClickHouseEngine } from './clickhouse-engine.ts'
import { readRequest } from './clickhouse-request.ts'

const text = { type: 'string' } as const
const { values: flags } = parseArgs({
  options: { path: text, port: text, backups: text, user: text, password: text, cert: text, key: text },
})
const { path = '', port = '0', user = 'default', password = '' } = flags
if (path === '') throw new TypeError('--path is missing, expected the folder of the data')
const backups = flags.backups ?? join(path, 'backups')
for (const folder of [path, backups]) mkdirSync(folder, { recursive: true })
const engine = new ClickHouseEngine({ path, backups })

/** Either as a browser would, or in the headers of ClickHouse's own. */
function isKnown({ headers }: IncomingMessage): boolean {
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  return headers.authorization === basic || (headers['x-clickhouse-user'] === user && headers['x-clickhouse-key'] === password)
}

/** Source: ClickHouse's `exceptionCodeToHTTPStatus`; the codes that matter here. */
const statuses: Readonly<Record<number, number>> = { 26: 400, 33: 400, 47: 404, 60: 404, 62: 400, 81: 404, 241: 500, 516: 403 }

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/ping') return void response.end('Ok.\n')
  if (password !== '' && !isKnown(request)) {
    request.resume()
    return fail(response, `Code: 516. DB::Exception: ${user}: Authentication failed. (AUTHENTICATION_FAILED)`)
  }
  try {
    const asked = await readRequest(request)
    const rows = await engine.execute(asked)
    response.setHeader('X-ClickHouse-Query-Id', asked.queryId)
    response.setHeader('X-ClickHouse-Summary', '{}')
    if (asked.gzip) response.setHeader('Content-Encoding', 'gzip')
    response.end(asked.gzip ? await promisify(gzip)(rows) : rows)
  } catch (error) {
    fail(response, error instanceof Error ? error.message : String(error))
  }
}

function fail(response: ServerResponse, message: string): void {
  const code = Number(/\bCode: (\d+)\./.exec(message)?.[1] ?? 1001)
  response.writeHead(statuses[code] ?? 500, { 'X-ClickHouse-Exception-Code': code, 'Content-Type': 'text/plain; charset=UTF-8' })
  response.end(`${message}\n`)
}

const listener = (request: IncomingMessage, response: ServerResponse) => void answer(request, response)
const secure = flags.cert !== undefined && flags.key !== undefined
const server = secure
  ? createTlsServer({ cert: readFileSync(flags.cert ?? ''), key: readFileSync(flags.key ?? '') }, listener)
  : createServer(listener)
server.listen(Number(port), '127.0.0.1', () => {
  const url = `${secure ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`)
})
process.once('SIGTERM', () => {
  server.closeAllConnections()
  engine.close()
  process.exit(0)
})
