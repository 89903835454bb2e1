/** Puts the agent together and takes it apart again. */
import type { Logger } from 'pino'
import { newAgentId } from './agent-id.ts'
import { RunLog } from './artifacts/run-log.ts'
import type { AgentConfig } from './config.ts'
import type { Datapath } from './datapath.ts'
import type { RunPorts } from './execute-run.ts'
import { type LockHolder, tryLockMachine } from './host/host-lock.ts'
import { HostLeases } from './host/lease.ts'
import { readHostFacts } from './host-facts.ts'
import { loadDatapath } from './native.ts'
import { choosePinning } from './pin.ts'
import { connectRedis } from './redis-connection.ts'
import { registerHost } from './register-host.ts'
import { nobody, type RunObserver } from './run-observer.ts'
import { startTelemetry } from './telemetry.ts'
import { logRestored } from './tuning/log-restored.ts'
import { Tuner } from './tuning/tuner.ts'
import { startWorker } from './worker.ts'

/** What an agent that ends still spends on a receiver that does not answer. */
const lastPatienceMs = 3_000

export interface AgentParts {
  /** The native one unless given. */
  readonly datapath?: Datapath
  readonly observer?: RunObserver
  /** Gets the lines of `log`, where it should be one of a run's artifacts. */
  readonly runLog?: RunLog
}

export interface Agent {
  readonly hostId: string
  /** New with every start. */
  readonly agentId: string
  /** Resolves when this process can measure no more and must be replaced. */
  readonly unusable: Promise<void>
  /** Ends the run in progress as failed, delivers its spans, and leaves the list of hosts. */
  stop(): Promise<void>
}

/**
 * Starts an agent; resolves when it takes runs. Waits for Redis for as long as it takes. At most one agent per process,
 * because the tracer is the process's. Throws when the native datapath is needed and not built, or when another agent has the folder
 * of the spool.
 */
export async function startAgent(config: AgentConfig, log: Logger, parts: AgentParts = {}): Promise<Agent> {
  const { datapath = loadDatapath(), observer = nobody, runLog = new RunLog() } = parts
  const { hostId, machineId, labels } = config
  const agentId = newAgentId()
  const telemetry = await startTelemetry({ hostId, settings: config.otlp, log })
  observer.exports(() => {
    const { delivered, spooledSpans: spooled, droppedBy } = telemetry.exporter.counters()
    return { delivered, spooled, dropped: Object.values(droppedBy).reduce((sum, spans) => sum + spans, 0) }
  })
  const redis = connectRedis(config.redis, log)
  const onSpansDropped = (count: number, reason: string) => log.warn({ count, reason }, 'spans dropped')
  const tuner = new Tuner({ file: config.tuningJournal, measuredCpus })
  const onRestored = logRestored(log)
  await recoverHost({ pid: process.pid, agentId }, { machineId, recover: () => onRestored(tuner.recover()), log })
  const hostFacts = () => readHostFacts(hostId)
  const run: RunPorts = { datapath, telemetry, tuner, hostFacts, runLog, onSpansDropped, onRestored }
  const leases = new HostLeases(redis, hostId)
  const worker = startWorker({ hostId, agentId, machineId, run, redis, leases, log, observer })
  await worker.ready()
  const registrant = { agentId, hostId, labels }
  const unregister = await registerHost(redis, registrant, (error) => log.warn({ error }, 'registration not refreshed'))
  log.info({ host: hostId, agent: agentId, clock: datapath.clockSource(), otlp: config.otlp.tracesUrl }, 'agent ready')
  return {
    hostId,
    agentId,
    unusable: worker.stuck,
    stop: async () => {
      telemetry.exporter.hurry(lastPatienceMs)
      await worker.stop()
      await unregister()
      await telemetry.shutdown(lastPatienceMs)
      redis.disconnect()
      log.info('agent stopped')
    },
  }
}

function measuredCpus(): number[] {
  const { driverCpu, deviceCpu } = choosePinning()
  return [driverCpu, deviceCpu].filter((cpu) => cpu !== undefined)
}

/** Puts the host back as it was before an agent that died. Who has the machine now is alive, and does so himself. */
async function recoverHost(
  holder: LockHolder,
  { machineId, recover, log }: { machineId: string; recover: () => void; log: Logger },
): Promise<void> {
  const unlock = await tryLockMachine(machineId, holder)
  if (unlock === undefined) return
  try {
    recover()
  } catch (error) {
    // Each run says so as well, and fails: nobody knows what would be measured.
    log.error({ reason: (error as Error).message }, 'what an agent left that died cannot be undone')
  } finally {
    await unlock()
  }
}
