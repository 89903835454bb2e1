/**
 * Lets clickhouse-go, in its HTTP mode, talk to the test server of the store, which answers FORMAT Native plainly: the driver asks
 * for the server's revision first and reads what follows by it, so it is told one from before there was more than that.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

const greeting = 'SELECT displayName(), version(), revision(), timezone()'

/** Of columns with one row each: name, type and the value's bytes, with the frame of a current revision around them. */
function nativeBlock(columns: readonly (readonly [name: string, type: string, value: Buffer])[]): Buffer {
  const blockInformation = Buffer.from([1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0])
  const plainSerialization = Buffer.from([0])
  const parts = columns.flatMap(([name, type, value]) => [text(name), text(type), plainSerialization, value])
  return Buffer.concat([blockInformation, Buffer.from([columns.length, 1]), ...parts])
}

/** Shorter than 128 bytes, so that its length is one byte. */
const text = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)])

const hello = nativeBlock([
  ['displayName()', 'String', text('test')],
  ['version()', 'String', text('26.7.2')],
  ['revision()', 'UInt32', Buffer.alloc(4)],
  ['timezone()', 'String', text('UTC')],
])

/** In front of `server`, a base URL. */
export async function startNativeBridge(server: string): Promise<{ readonly url: string; close(): void }> {
  const bridge = createServer(async (request, response) => {
    const body = await buffer(request)
    if (body.toString().startsWith(greeting)) return void response.end(hello)
    const url = new URL(request.url ?? '/', server)
    url.searchParams.delete('client_protocol_version')
    const names = ['authorization', 'x-clickhouse-user', 'x-clickhouse-key']
    const headers = names.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, String(request.headers[name])]]))
    const answered = await fetch(url, { method: 'POST', headers: Object.fromEntries(headers), body })
    response.writeHead(answered.status, Object.fromEntries(answered.headers)).end(Buffer.from(await answered.arrayBuffer()))
  })
  await new Promise<void>((resolve) => bridge.listen(0, '127.0.0.1', resolve))
  const close = () => {
    bridge.closeAllConnections()
    bridge.close()
  }
  return { url: `http://127.0.0.1:${(bridge.address() as AddressInfo).port}`, close }
}
