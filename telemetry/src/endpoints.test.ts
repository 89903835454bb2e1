import { describe, expect, it } from 'vitest'
import { durationMs, endpointsOf, exportsOtlp, isDisabled } from './endpoints.ts'

const receiver = 'http://127.0.0.1:7070'

describe('the endpoints of a signal', () => {
  it('are the own receiver, and the signal under the common endpoint', () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/base/' }
    expect(endpointsOf('metrics', receiver, env)).toEqual([`${receiver}/v1/metrics`, 'http://collector:4318/base/v1/metrics'])
    expect(endpointsOf('logs', undefined, {})).toEqual([])
  })

  it("prefer the signal's own variable, which is a whole address", () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:1', OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://b:2/in' }
    expect(endpointsOf('logs', undefined, env)).toEqual(['http://b:2/in'])
    expect(endpointsOf('traces', undefined, env)).toEqual(['http://a:1/v1/traces'])
  })

  it('name one place once', () => {
    expect(endpointsOf('traces', receiver, { OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver}/` })).toEqual([`${receiver}/v1/traces`])
  })
})

it('sends metrics and logs only when they are asked for, and traces unless they are not', () => {
  expect((['traces', 'metrics', 'logs'] as const).map((signal) => exportsOtlp(signal, {}))).toEqual([true, false, false])
  const env = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'prometheus, otlp', OTEL_LOGS_EXPORTER: '' }
  expect((['traces', 'metrics', 'logs'] as const).map((signal) => exportsOtlp(signal, env))).toEqual([false, true, false])
})

it('is disabled by true in any case, and by nothing else', () => {
  expect(['true', 'True', 'false', '1', ''].map((value) => isDisabled({ OTEL_SDK_DISABLED: value }))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

it('reads a duration in milliseconds, and takes its default for what is none', () => {
  expect(['250', '0', '-1', 'soon', undefined].map((value) => durationMs('X', 60_000, { X: value }))).toEqual([
    250, 60_000, 60_000, 60_000, 60_000,
  ])
})
