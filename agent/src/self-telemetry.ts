/** What the agent says of itself: its log, its metrics, and both by OTLP when it is asked to. Nothing of it leaves during a run. */
import { diag } from '@opentelemetry/api'
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { type Environment, reportTo, serviceLogger, startSelfTelemetry } from '@ringside/telemetry'
import type { Logger } from 'pino'
import { RunLog } from './artifacts/run-log.ts'
import type { AgentConfig } from './config.ts'
import { type AgentMetrics, agentMetrics } from './metrics.ts'
import type { RunObserver } from './run-observer.ts'
import { serviceName } from './telemetry.ts'
import { version } from './version.ts'

export interface AgentTelemetry {
  readonly log: Logger
  /** Gets every line of `log`. */
  readonly runLog: RunLog
  readonly observer: RunObserver
  readonly metrics: AgentMetrics
  /** Sends what is left, with little patience. */
  close(): Promise<void>
}

export function startAgentTelemetry({ hostId, logLevel, otlp }: AgentConfig, env: Environment): AgentTelemetry {
  const resource = resourceFromAttributes({
    'service.name': serviceName,
    'service.version': version,
    'service.instance.id': `${hostId}:${process.pid}`,
    'host.id': hostId,
  }).merge(detectResources({ detectors: [envDetector] }))
  const telemetry = startSelfTelemetry({ resource, scope: serviceName, env })
  // Where the spans of runs go, the rest of OTLP is beside them.
  telemetry.connect(otlp.tracesUrl.replace(/\/v1\/traces$/, ''))
  const metrics = agentMetrics(telemetry.meter)
  const observer: RunObserver = {
    claimed: () => telemetry.setQuiet(true),
    ended: (result) => {
      metrics.ended(result)
      telemetry.setQuiet(false)
    },
    failed: (cause) => {
      metrics.failed(cause)
      telemetry.setQuiet(false)
    },
    exports: metrics.observeExports,
  }
  const runLog = new RunLog()
  const sink = {
    write: (line: string) => {
      telemetry.logSink?.write(line)
      runLog.write(line)
    },
  }
  const log = serviceLogger({ name: serviceName, level: logLevel, sink })
  reportTo(log)
  const close = async () => {
    await telemetry.close()
    diag.disable()
  }
  return { log, runLog, observer, metrics, close }
}
