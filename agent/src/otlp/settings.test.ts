import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scratchFolder } from '../testing/otlp-settings.ts'
import { readOtlpSettings } from './settings.ts'

const read = (environment: Record<string, string>) => readOtlpSettings({ HOME: '/root', ...environment }, 'lab-7')
const urlOf = (environment: Record<string, string>) => read(environment).tracesUrl

describe('where spans go', () => {
  test('is this machine when nothing is said', () => {
    expect(urlOf({})).toBe('http://127.0.0.1:4318/v1/traces')
    expect(urlOf({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBe('http://127.0.0.1:4318/v1/traces')
  })

  test('is below the endpoint of all signals, and exactly the endpoint of traces', () => {
    expect(urlOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c:4318/otlp/' })).toBe('https://c:4318/otlp/v1/traces')
    expect(urlOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' })).toBe('http://c:4318/v1/traces')
    const both = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://d/in?x=1' }
    expect(urlOf(both)).toBe('http://d/in?x=1')
  })

  test('is below our own endpoint when that is set, whatever the others say', () => {
    const environment = {
      RINGSIDE_OTLP_ENDPOINT: 'http://ours:7070/',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4317',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://d/in',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    }
    expect(urlOf(environment)).toBe('http://ours:7070/v1/traces')
  })

  test('is refused when it is no URL, or speaks what we do not', () => {
    expect(() => read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' })).toThrow(
      "OTEL_EXPORTER_OTLP_ENDPOINT is 'localhost:4318'; expected a URL such as http://127.0.0.1:4318",
    )
    expect(() => read({ OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' })).toThrow(
      "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL is 'http/json'; expected 'http/protobuf'",
    )
    expect(() => read({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toThrow(/all that this agent speaks/)
    const own = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' }
    expect(urlOf(own)).toBe('http://127.0.0.1:4318/v1/traces')
  })
})

describe('how spans go', () => {
  test('has headers that are percent-decoded, those of traces in the place of the general ones', () => {
    expect(read({ OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%3Db%2Cc, x-tenant = lab' }).headers).toEqual({
      'api-key': 'a=b,c',
      'x-tenant': 'lab',
    })
    const both = { OTEL_EXPORTER_OTLP_HEADERS: 'a=1', OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'b=2' }
    expect(read(both).headers).toEqual({ b: '2' })
  })

  test('names a header variable that cannot be read, without its secrets', () => {
    expect(() => read({ OTEL_EXPORTER_OTLP_HEADERS: 'api-key=secret,nonsense' })).toThrow(
      /^OTEL_EXPORTER_OTLP_HEADERS: 1 of 2 entries can be read; expected key=value,(?!.*secret)/,
    )
    expect(() => read({ OTEL_EXPORTER_OTLP_HEADERS: 'a b=c' })).toThrow(/entry 'a b' that is not an HTTP header/)
  })

  test('is compressed when asked, with a timeout in milliseconds', () => {
    expect(read({})).toMatchObject({ compression: 'none', timeoutMs: 30_000, tls: {}, disabled: false })
    expect(read({ OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip', OTEL_EXPORTER_OTLP_TIMEOUT: '2500' })).toMatchObject({
      compression: 'gzip',
      timeoutMs: 2_500,
    })
    const traces = { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip', OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'none' }
    expect(read(traces).compression).toBe('none')
    expect(() => read({ OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd' })).toThrow(/'zstd'; expected one of gzip, none/)
    expect(() => read({ OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '10s' })).toThrow(/'10s'; expected a whole number of at least 1/)
  })

  test('trusts the certificates it is given, which must be there', () => {
    const path = join(scratchFolder(), 'pem')
    writeFileSync(path, 'PEM')
    const https = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c' }
    const client = { OTEL_EXPORTER_OTLP_CLIENT_KEY: path, OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: path }
    expect(read({ ...https, ...client, OTEL_EXPORTER_OTLP_CERTIFICATE: path }).tls).toEqual({
      ca: 'PEM',
      key: 'PEM',
      cert: 'PEM',
    })
    expect(() => read({ ...https, OTEL_EXPORTER_OTLP_CLIENT_KEY: path })).toThrow(/belong together/)
    expect(() => read({ ...https, OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: '/nowhere' })).toThrow(
      "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE is '/nowhere'; expected a PEM file that can be read (ENOENT)",
    )
    expect(read({ OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere' }).tls).toEqual({})
  })

  test('can be switched off', () => {
    expect(read({ OTEL_SDK_DISABLED: 'TRUE' }).disabled).toBe(true)
    expect(read({ OTEL_SDK_DISABLED: '1' }).disabled).toBe(false)
  })
})

describe('the resource of spans', () => {
  test('takes attributes from the environment, the service name last', () => {
    const environment = { OTEL_RESOURCE_ATTRIBUTES: 'rack=b%207,service.name=other', OTEL_SERVICE_NAME: 'bench' }
    expect(read(environment).resource).toEqual({ rack: 'b 7', 'service.name': 'bench' })
    expect(() => read({ OTEL_RESOURCE_ATTRIBUTES: 'rack' })).toThrow(/OTEL_RESOURCE_ATTRIBUTES: 0 of 1 entries/)
  })

  test('is read as it was written, whatever the characters', () => {
    const text = fc
      .string({ minLength: 1, unit: 'binary' })
      .filter((word) => word.trim() !== '' && word.isWellFormed() && word !== '__proto__')
    fc.assert(
      fc.property(fc.dictionary(text, text, { minKeys: 1 }), (attributes) => {
        const pairs = Object.entries(attributes).map((pair) => pair.map(encodeURIComponent).join('='))
        expect(read({ OTEL_RESOURCE_ATTRIBUTES: pairs.join(',') }).resource).toEqual(attributes)
      }),
    )
  })
})

describe('what waits for a receiver', () => {
  test('is bounded in memory and on disk, in a folder of this host', () => {
    expect(read({ XDG_STATE_HOME: '/state' })).toMatchObject({
      memoryBytes: 64 << 20,
      spool: { folder: '/state/ringside/spool/lab-7', limitBytes: 2 * 2 ** 30 },
      patienceMs: 5_000,
    })
    expect(read({ RINGSIDE_OTLP_SPOOL_DIR: '/data/spool', RINGSIDE_OTLP_MEMORY_BYTES: '2000000' })).toMatchObject({
      memoryBytes: 2_000_000,
      spool: { folder: '/data/spool' },
    })
  })

  test('is waited for longer when there is no disk to wait on', () => {
    expect(read({ RINGSIDE_OTLP_SPOOL_BYTES: '0' })).toMatchObject({ spool: { limitBytes: 0 }, patienceMs: 60_000 })
    expect(read({ RINGSIDE_OTLP_PATIENCE_MS: '7' }).patienceMs).toBe(7)
  })
})
