import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ringside } from '../testing/command.ts'

const log = '{"msg":"run claimed"}\n'
let server: Server
let url: string

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/api/v1/runs/r-1/artifacts/log') {
      response.writeHead(200, { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' }).end(gzipSync(log))
    } else {
      const problem = {
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: "run r-1 has no artifact 'dump'; it has log",
      }
      response.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem))
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

describe('what a run has left behind', () => {
  it('is printed as it was written', async () => {
    const { code, stdout } = await ringside(['runs', 'r-1', '--artifact', 'log', '--url', url])
    expect({ code, line: JSON.parse(stdout) }).toEqual({ code: 0, line: { msg: 'run claimed' } })
  })

  it('is one JSON document for programs', async () => {
    const { stdout } = await ringside(['runs', 'r-1', '--artifact', 'log', '--json', '--url', url])
    expect(JSON.parse(stdout)).toEqual({ run: 'r-1', name: 'log', mediaType: 'application/x-ndjson', text: log })
  })

  it('is named when something else is asked for', async () => {
    const { code, stderr } = await ringside(['runs', 'r-1', '--artifact', 'dump', '--url', url])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("no artifact 'dump'; it has log") })
  })
})
