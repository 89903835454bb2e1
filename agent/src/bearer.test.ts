import { describe, expect, test } from 'vitest'
import { bearerEnvironment } from './bearer.ts'

const token = 'rs_4f9.~+/-aB=='
const bearer = 'authorization=Bearer%20rs_4f9.~%2B%2F-aB%3D%3D'

describe('the token of an agent', () => {
  test('becomes the authorization of everything that is exported', () => {
    expect(bearerEnvironment({ RINGSIDE_TOKEN: token })).toEqual({ OTEL_EXPORTER_OTLP_HEADERS: bearer })
    expect(bearerEnvironment({ RINGSIDE_TOKEN: token, OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x=1' })).toEqual({
      OTEL_EXPORTER_OTLP_HEADERS: bearer,
      OTEL_EXPORTER_OTLP_LOGS_HEADERS: `x=1,${bearer}`,
    })
  })

  test('gives way to an authorization that the environment names itself', () => {
    const said = { RINGSIDE_TOKEN: token, OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic%20x' }
    expect(bearerEnvironment(said)).toEqual({ OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic%20x' })
  })

  test('changes nothing where there is none', () => {
    expect(bearerEnvironment({})).toEqual({})
  })

  test('that cannot stand in a header is refused without being repeated', () => {
    expect(() => bearerEnvironment({ RINGSIDE_TOKEN: 'two words' })).toThrow(/^RINGSIDE_TOKEN has characters(?!.*two words)/)
  })
})
