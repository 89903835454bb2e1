/** What a controller consists of, each part given what it needs of the others. */
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Access } from './access/access.ts'
import { type OpenedAlerts, openAlerts } from './alerts/open-alerts.ts'
import type { Services } from './api/services.ts'
import type { ControllerConfig } from './config.ts'
import { Fleet } from './fleet/fleet.ts'
import { HostStore } from './fleet/host-store.ts'
import { stopAfter } from './queue/cancel.ts'
import { HostQueues } from './queue/host-queues.ts'
import { saveArtifacts } from './runs/artifact-rows.ts'
import { RunChanges } from './runs/run-changes.ts'
import { RunLife, type SettleSpans } from './runs/run-life.ts'
import { RunReader } from './runs/run-reader.ts'
import type { RunRecord } from './runs/run-record.ts'
import { RunStore } from './runs/run-store.ts'
import { openSchedules } from './schedules/open-schedules.ts'
import type { Schedules } from './schedules/schedules.ts'
import { Backups } from './store/backup/backups.ts'
import type { GatedStore } from './store/backup/write-gate.ts'
import { backupDirOf } from './store/open-store.ts'
import { parseRetention } from './store/retention.ts'
import { withoutCredentials } from './store/store-url.ts'
import { observeSends } from './telemetry/queue-sends.ts'
import { observeRuns } from './telemetry/run-metrics.ts'
import { settleRunSpans } from './telemetry/settle-run-spans.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

/** What the services stand on. */
export interface ServiceParts {
  readonly redis: Redis
  readonly store: GatedStore
  readonly access: Access
  readonly telemetry: Telemetry
  readonly logger: Logger
}

export interface Assembled {
  readonly services: Services
  readonly schedules: Schedules
  readonly alerts: OpenedAlerts
}

/** Puts the services together; nothing happens before they are started. */
export function assembleServices(config: ControllerConfig, { redis, store, access, telemetry, logger }: ServiceParts): Assembled {
  const runs = new RunStore(store)
  const settleSpans: SettleSpans = (records, fresh) => settleRunSpans(records, fresh, { store, telemetry })
  const changed = (record: RunRecord) => {
    runChanged(record)
    alerts.ended(record)
    stopAfter(record, { queues, life }).catch((error: unknown) =>
      logger.warn({ err: error }, 'the rest of a submission could not be cancelled'),
    )
    // What is measured here, or waits to be, which follows without a pause, is not to be disturbed; other machines do not hear us.
    const busy = life.live.areBusy(queues.here)
    telemetry.setQuiet(busy)
    store.setQuiet(busy).catch((error: unknown) => logger.warn({ err: error }, 'merging could not be put off or taken up'))
  }
  const life = new RunLife(runs, { settleSpans, changed, saveExtras: (records) => saveArtifacts(store, records) })
  const queues = new HostQueues({ redis, life, logger, observeSend: observeSends(telemetry), ...config })
  const runChanged = observeRuns(telemetry.meter, { runs: () => life.live.counts(), depths: () => queues.depths() })
  const reader = new RunReader(store, { runs, life, retention: parseRetention(config.retention) })
  const changes = new RunChanges()
  life.watch(undefined, (run) => changes.append(run))
  const onSpanLost = (reason: unknown) => logger.warn({ err: reason }, 'the span of a submission could not be stored')
  const fleet = new Fleet({ store: new HostStore(store), redis, queues, logger })
  const { schedules, desk } = openSchedules({ store, redis, logger, queues, fleet, life, reader, telemetry })
  const alerts = openAlerts(config, { store, runs, queues, life, fleet, telemetry, logger })
  const { storeUrl, retention } = config
  const about = { folder: backupDirOf(config), storeName: withoutCredentials(storeUrl), isLocal: storeUrl === 'chdb' }
  const backups = new Backups(store, about)
  const kept = { store, storeUrl, retention, backups, changes, reader }
  const services = { ...kept, queues, life, schedules: desk, alerts: alerts.desk, fleet, telemetry, access, onSpanLost }
  return { services, schedules, alerts }
}
