/** Writes what OpenTelemetry complains about into the log, where it stays: see {@link silentComponent}. */
import { DiagLogLevel, diag } from '@opentelemetry/api'
import type { Logger } from 'pino'
import { silentComponent } from './log-sink.ts'

/** For the whole process, until `diag.disable()`. */
export function reportTo(logger: Logger): void {
  const child = logger.child({ component: silentComponent })
  const to = {
    error: (message: string) => child.error(message),
    warn: (message: string) => child.warn(message),
    info: (message: string) => child.info(message),
    debug: (message: string) => child.debug(message),
    verbose: (message: string) => child.trace(message),
  }
  diag.setLogger(to, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
}
