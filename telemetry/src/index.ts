export { type Environment, endpointsOf, exportsOtlp, isDisabled } from './endpoints.ts'
export { silentComponent } from './log-sink.ts'
export { type ServiceLoggerOptions, serviceLogger, withoutPassword } from './logger.ts'
export { type SelfTelemetry, type SelfTelemetryOptions, startSelfTelemetry } from './self-telemetry.ts'
