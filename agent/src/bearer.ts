/** The token an agent shows to the controller's receiver. It is a secret: it stands in no message and no log. */
import { parseKeyPairsIntoRecord } from '@opentelemetry/core'

type Environment = Readonly<Record<string, string | undefined>>

/** Of all signals, and of those that are said by themselves. */
const headerVariables = ['', 'TRACES_', 'METRICS_', 'LOGS_'].map((signal) => `OTEL_EXPORTER_OTLP_${signal}HEADERS`)

/**
 * The variables of OpenTelemetry for headers with RINGSIDE_TOKEN as bearer token, where they say no authorization of their own.
 * Nothing without a token. Throws when the token cannot stand in a header (RFC 6750, 2.1).
 */
export function bearerEnvironment(environment: Environment): Record<string, string> {
  const token = environment.RINGSIDE_TOKEN?.trim()
  if (!token) return {}
  if (!/^[\w.~+/-]+=*$/.test(token)) {
    throw new Error('RINGSIDE_TOKEN has characters that no bearer token has; expected one as `ringside token create` prints it')
  }
  const variables = headerVariables.filter((name, position) => position === 0 || environment[name])
  return Object.fromEntries(variables.map((name) => [name, withAuthorization(environment[name] ?? '', token)]))
}

function withAuthorization(headers: string, token: string): string {
  const names = Object.keys(parseKeyPairsIntoRecord(headers)).map((name) => name.toLowerCase())
  if (names.includes('authorization')) return headers
  return [headers, `authorization=${encodeURIComponent(`Bearer ${token}`)}`].filter(Boolean).join(',')
}
