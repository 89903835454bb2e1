/** Turns the lines of pino into log records of OpenTelemetry. Sources: logs data model 1.x, "Severity"; semantic conventions for exceptions. */
import {
  type Attributes,
  context as active,
  type Logger,
  ROOT_CONTEXT,
  SeverityNumber,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { isTracingSuppressed } from '@opentelemetry/core'
import type { DestinationStream } from 'pino'

/** Lines about the export of telemetry: exporting them would beget more of them. */
export const silentComponent = 'opentelemetry'

const severities: readonly { readonly from: number; readonly number: SeverityNumber; readonly text: string }[] = [
  { from: 60, number: SeverityNumber.FATAL, text: 'fatal' },
  { from: 50, number: SeverityNumber.ERROR, text: 'error' },
  { from: 40, number: SeverityNumber.WARN, text: 'warn' },
  { from: 30, number: SeverityNumber.INFO, text: 'info' },
  { from: 20, number: SeverityNumber.DEBUG, text: 'debug' },
  { from: 0, number: SeverityNumber.TRACE, text: 'trace' },
]

interface Line {
  readonly level: number
  readonly time: number
  readonly msg?: string
  readonly trace_id?: string
  readonly span_id?: string
  readonly err?: { readonly type?: string; readonly message?: string; readonly stack?: string }
  readonly [name: string]: unknown
}

/** A stream for pino that emits to `logger`. */
export const logSink = (logger: Logger): DestinationStream => ({ write: (text) => emit(logger, JSON.parse(text) as Line) })

function emit(logger: Logger, line: Line): void {
  const { level, time, msg, trace_id: traceId, span_id: spanId, err, pid: _pid, hostname: _hostname, name: _name, ...rest } = line
  // What the receipt of telemetry writes stays here as well: it may be the receipt of this very log.
  if (rest.component === silentComponent || isTracingSuppressed(active.active())) return
  const severity = severities.find(({ from }) => level >= from) ?? severities.at(-1)
  const context =
    traceId === undefined || spanId === undefined
      ? ROOT_CONTEXT
      : trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED })
  logger.emit({
    timestamp: time,
    severityNumber: severity?.number ?? SeverityNumber.UNSPECIFIED,
    severityText: severity?.text ?? '',
    body: msg ?? '',
    attributes: { ...attributesOf(rest), ...exceptionOf(err) },
    context,
  })
}

/** Objects become JSON: an attribute that can be read and searched beats a tree that no table has a column for. */
function attributesOf(fields: Readonly<Record<string, unknown>>): Attributes {
  const flat = Object.entries(fields).map(([name, value]) => [
    name,
    value !== null && typeof value === 'object' ? JSON.stringify(value) : value,
  ])
  return Object.fromEntries(flat) as Attributes
}

function exceptionOf(err: Line['err']): Attributes {
  if (err === undefined) return {}
  const { type, message, stack } = err
  return {
    ...(type === undefined ? {} : { 'exception.type': type }),
    ...(message === undefined ? {} : { 'exception.message': message }),
    ...(stack === undefined ? {} : { 'exception.stacktrace': stack }),
  }
}
