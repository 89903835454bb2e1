import { readFileSync } from 'node:fs'
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { httpSender } from './http-sender.ts'
import { readOtlpSettings } from './settings.ts'

/** Self-signed for 127.0.0.1, and worth nothing anywhere else. */
const pem = (name: string) => fileURLToPath(new URL(`../testing/tls/${name}.pem`, import.meta.url))
const own = { key: readFileSync(pem('key')), cert: readFileSync(pem('certificate')) }
let server: ReturnType<typeof createServer>

async function start(options: ServerOptions = {}) {
  server = createServer({ ...own, ...options }, (request, response) => request.resume().on('end', () => response.end()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
}

function post(environment: Record<string, string>) {
  const OTEL_EXPORTER_OTLP_ENDPOINT = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings = readOtlpSettings({ ...environment, OTEL_EXPORTER_OTLP_ENDPOINT }, 'h')
  return httpSender(settings)({ body: Buffer.from('spans'), gzip: false }, new AbortController().signal)
}

describe('a receiver behind TLS', () => {
  beforeEach(() => start())
  afterEach(() => server.close())

  test('is trusted with the certificate that the environment names, and not without', async () => {
    expect(await post({ OTEL_EXPORTER_OTLP_CERTIFICATE: pem('certificate') })).toMatchObject({ status: 'accepted' })
    expect(await post({})).toEqual({ status: 'retry', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  })

  test('that asks for a certificate of ours gets it', async () => {
    server.close()
    await start({ requestCert: true, rejectUnauthorized: true, ca: own.cert })
    const trusted = { OTEL_EXPORTER_OTLP_CERTIFICATE: pem('certificate') }
    const ours = { OTEL_EXPORTER_OTLP_CLIENT_KEY: pem('key'), OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: pem('certificate') }
    expect(await post({ ...trusted, ...ours })).toMatchObject({ status: 'accepted' })
    expect(await post(trusted)).toMatchObject({ status: 'retry' })
  })
})
