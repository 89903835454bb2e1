/** The agent's OpenTelemetry SDK and the exporter behind it, set up so that no span is lost without being counted. */
import { arch, hostname, release } from 'node:os'
import { context, propagation, type Tracer, trace } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { AlwaysOnSampler } from '@opentelemetry/sdk-trace'
import { PrimedIdGenerator } from '@ringside/telemetry'
import { type ExporterOptions, OtlpExporter } from './otlp/exporter.ts'
import { FolderInUse } from './otlp/folder-lock.ts'
import { httpSender } from './otlp/http-sender.ts'
import type { ExporterLog } from './otlp/ledger.ts'
import { SdkSpans } from './otlp/sdk-spans.ts'
import type { OtlpSettings } from './otlp/settings.ts'
import { Spool } from './otlp/spool.ts'
import { version } from './version.ts'

export const serviceName = 'ringside-agent'

/** What the end of a run may wait for spans on disk, of this run or before. */
const catchUpMs = 30_000

export interface Telemetry {
  readonly tracer: Tracer
  /** Makes the ids of the tracer's spans. */
  readonly ids: PrimedIdGenerator
  /** Resource attributes of every span, the natively encoded ones too. */
  readonly resource: Readonly<Record<string, string>>
  /** Takes encoded spans, and counts what becomes of all. */
  readonly exporter: OtlpExporter
  /** Resolves when every span that has ended is delivered, on disk or dropped. Never rejects. */
  settle(): Promise<void>
  /** Settles, and tries to deliver what is on disk. */
  catchUp(): Promise<void>
  /** Delivers what it can within `patienceMs` and leaves the rest on disk. */
  shutdown(patienceMs: number): Promise<void>
}

export interface TelemetryOptions {
  readonly hostId: string
  readonly settings: OtlpSettings
  readonly log: ExporterLog
  /** Between attempts. */
  readonly backoff?: Pick<ExporterOptions, 'firstBackoffMs' | 'maxBackoffMs'>
}

/** Registers the process's tracer. At most one at a time. Throws FolderInUse when another agent has the spool's folder. */
export async function startTelemetry({ hostId, settings, log, backoff }: TelemetryOptions): Promise<Telemetry> {
  const spool = await openSpool(settings, log)
  const exporter = new OtlpExporter({ ...settings, ...backoff, send: httpSender(settings), spool, log })
  const spans = new SdkSpans(exporter)
  const ids = new PrimedIdGenerator()
  const resource = { ...resourceAttributes(hostId), ...settings.resource }
  const sdk = new NodeSDK({
    resource: resourceFromAttributes(resource),
    autoDetectResources: false,
    sampler: new AlwaysOnSampler(),
    idGenerator: ids,
    spanProcessors: spans.processors,
    metricReaders: [],
    logRecordProcessors: [],
  })
  sdk.start()
  return {
    tracer: trace.getTracer(serviceName, version),
    ids,
    resource,
    exporter,
    settle: async () => {
      await spans.flush()
      await exporter.settle()
    },
    catchUp: async () => {
      await spans.flush()
      await exporter.catchUp(catchUpMs)
    },
    shutdown: async (patienceMs) => {
      await spans.flush()
      await sdk.shutdown().catch(() => undefined)
      await exporter.close(patienceMs)
      for (const api of [trace, context, propagation]) api.disable()
    },
  }
}

/** Without a folder that can be written an agent still measures, and says what it loses; two in one folder would lose silently. */
async function openSpool({ spool, disabled }: OtlpSettings, log: ExporterLog): Promise<Spool | undefined> {
  if (disabled || spool.limitBytes === 0) return undefined
  try {
    return await Spool.open(spool)
  } catch (error) {
    if (error instanceof FolderInUse) throw error
    const reason = (error as Error).message
    log.warn({ reason }, 'no spool: spans are dropped when the receiver is away; name a folder in RINGSIDE_OTLP_SPOOL_DIR')
    return undefined
  }
}

/** OpenTelemetry semantic conventions: service, host and os resources. */
function resourceAttributes(hostId: string): Record<string, string> {
  return {
    'service.name': serviceName,
    'service.version': version,
    'service.instance.id': `${hostId}:${process.pid}`,
    'host.id': hostId,
    'host.name': hostname(),
    'host.arch': arch() === 'x64' ? 'amd64' : arch(),
    'os.type': 'linux',
    'os.version': release(),
  }
}
