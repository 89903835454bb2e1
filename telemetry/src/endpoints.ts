/**
 * The environment variables of OpenTelemetry that say where signals go.
 * Source: OpenTelemetry specification 1.5x, "OpenTelemetry Protocol Exporter" and "SDK environment variables".
 */

export type Signal = 'traces' | 'metrics' | 'logs'

export type Environment = Readonly<Record<string, string | undefined>>

/** Whether OTEL_SDK_DISABLED says that this service is to say nothing of itself. */
export const isDisabled = (env: Environment): boolean => env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true'

/** Whether `OTEL_{SIGNAL}_EXPORTER` asks for OTLP. Without it traces are sent, metrics and logs are not. */
export function exportsOtlp(signal: Signal, env: Environment): boolean {
  const said = env[`OTEL_${signal.toUpperCase()}_EXPORTER`]
  if (said === undefined || said.trim() === '') return signal === 'traces'
  return said.split(',').some((name) => name.trim() === 'otlp')
}

/**
 * The URLs a signal goes to: the service's own receiver, if it has one, then the endpoint of the environment. A signal's
 * own variable is a whole URL, the common one a base that the signal's path is put under.
 */
export function endpointsOf(signal: Signal, receiver: string | undefined, env: Environment): string[] {
  const own = receiver === undefined ? [] : [urlUnder(receiver, signal)]
  const specific = env[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`]
  const common = env.OTEL_EXPORTER_OTLP_ENDPOINT
  const outside = specific ? [specific] : common ? [urlUnder(common, signal)] : []
  return [...new Set([...own, ...outside])]
}

/** A duration in milliseconds; `fallbackMs` where the variable is missing or no positive integer. */
export function durationMs(name: string, fallbackMs: number, env: Environment): number {
  const value = Number(env[name] ?? '')
  return Number.isSafeInteger(value) && value > 0 ? value : fallbackMs
}

/** Where a signal goes under a base address. */
export const urlUnder = (base: string, signal: Signal): string => `${base.replace(/\/+$/, '')}/v1/${signal}`
