export { type Environment, endpointsOf, exportsOtlp, isDisabled } from './endpoints.ts'
export { type ServiceLoggerOptions, serviceLogger, withoutPassword } from './logger.ts'
export { reportTo } from './report-to.ts'
export { type SelfTelemetry, type SelfTelemetryOptions, startSelfTelemetry } from './self-telemetry.ts'
