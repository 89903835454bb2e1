/** The SDK's processors of spans and log records, on a {@link PatientBuffer}. */
import type { LogRecordProcessor, ReadableLogRecord, ReadWriteLogRecord } from '@opentelemetry/sdk-logs'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace'
import type { PatientBuffer } from './patient-buffer.ts'

export function patientSpanProcessor(buffer: PatientBuffer<ReadableSpan>): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd: (span) => buffer.add(span),
    forceFlush: () => buffer.flush(),
    shutdown: () => buffer.flush(),
  }
}

export function patientLogProcessor(buffer: PatientBuffer<ReadableLogRecord>): LogRecordProcessor {
  return {
    onEmit: (record: ReadWriteLogRecord) => buffer.add(record),
    forceFlush: () => buffer.flush(),
    shutdown: () => buffer.flush(),
  }
}
