import { describe, expect, it } from 'vitest'
import { configDefaults, readConfig } from './config.ts'

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig([], {})).toEqual({ ok: true, config: configDefaults })
  })

  it('takes the environment, and flags before the environment', () => {
    const env = {
      RINGSIDE_PORT: '1',
      RINGSIDE_REDIS_URL: 'redis://r:1',
      RINGSIDE_DATA_DIR: '/d',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318',
    }
    expect(readConfig(['--port', '2', '--host=::1'], env)).toMatchObject({
      ok: true,
      config: { host: '::1', port: 2, redisUrl: 'redis://r:1', dataDir: '/d', collectorUrl: 'http://c:4318' },
    })
  })

  it.each([
    { args: ['--port', 'http'], env: {}, says: ['--port (RINGSIDE_PORT)', "'http'"] },
    { args: [], env: { RINGSIDE_PORT: '65536' }, says: ['--port (RINGSIDE_PORT)', "'65536'"] },
    { args: [], env: { RINGSIDE_REDIS_URL: 'localhost' }, says: ['RINGSIDE_REDIS_URL', "'localhost'"] },
    { args: ['--log-level', 'loud'], env: {}, says: ['--log-level', "'loud'"] },
    { args: [], env: { RINGSIDE_SWEEP_INTERVAL_MS: '1' }, says: ['RINGSIDE_SWEEP_INTERVAL_MS', "'1'"] },
    { args: [], env: { RINGSIDE_STORE: 'ftp://u:secret@h/x' }, says: ['RINGSIDE_STORE', "'ftp://h/x'"] },
    { args: [], env: { RINGSIDE_STORE: 'https://u:secret@h/x?y' }, says: ['RINGSIDE_STORE', "'https://h/x?y'"] },
    { args: [], env: { RINGSIDE_RETENTION: 'runs=1d' }, says: ['RINGSIDE_RETENTION', "'runs=1d'"] },
    { args: [], env: { RINGSIDE_CLICKHOUSE_PORT: '-1' }, says: ['RINGSIDE_CLICKHOUSE_PORT', "'-1'"] },
    {
      args: [],
      env: { RINGSIDE_CLICKHOUSE_PORT: '8123' },
      says: ['RINGSIDE_CLICKHOUSE_PORT', 'no RINGSIDE_CLICKHOUSE_PASSWORD'],
    },
    {
      args: [],
      env: { RINGSIDE_CLICKHOUSE_PORT: '8123', RINGSIDE_STORE: 'http://h:8123' },
      says: ['RINGSIDE_STORE is a ClickHouse server', 'leave RINGSIDE_CLICKHOUSE_PORT out'],
    },
    {
      args: [],
      env: { RINGSIDE_CLICKHOUSE_PORT: '8123', RINGSIDE_CLICKHOUSE_PASSWORD: 'p', RINGSIDE_CLICKHOUSE_HOST: '0.0.0.0' },
      says: ["RINGSIDE_CLICKHOUSE_HOST is '0.0.0.0' without TLS"],
    },
    { args: ['--prot', '1'], env: {}, says: ['--prot', 'Unknown option'] },
    { args: ['extra'], env: {}, says: ['extra', 'positional'] },
  ])('refuses $args with $env, naming the setting and the value', ({ args, env, says }) => {
    const reading = readConfig(args, env)
    for (const words of says) expect(reading).toMatchObject({ ok: false, message: expect.stringContaining(words) })
  })

  it('never shows a password', () => {
    const env = { RINGSIDE_STORE: 'ftp://u:secret@h', RINGSIDE_REDIS_URL: 'http://:secret@r' }
    expect(JSON.stringify(readConfig([], env))).not.toContain('secret')
  })

  it('names every fault at once', () => {
    const reading = readConfig(['--port', 'x'], { RINGSIDE_REDIS_URL: 'y' })
    expect(!reading.ok && reading.message.split('\n')).toHaveLength(2)
  })
})
