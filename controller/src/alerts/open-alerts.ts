/** Puts the alerts of a controller together. */
import type { Logger } from 'pino'
import type { ControllerConfig } from '../config.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { RunRecord } from '../runs/run-record.ts'
import type { Store } from '../store/store.ts'
import { observeAlerts } from '../telemetry/alert-metrics.ts'
import { AlertDesk } from './alert-desk.ts'
import { AlertStore } from './alert-store.ts'
import { Alerts } from './alerts.ts'
import { bootstrapDetector } from './bootstrap-detector.ts'
import { type LiveConfirmationsOptions, liveConfirmations } from './confirmation.ts'
import { DeliveryStore } from './delivery-store.ts'
import { JudgementStore } from './judgement-store.ts'
import { Outbox } from './outbox.ts'
import { readReceivers } from './receivers/read-receivers.ts'
import { Reminder } from './reminder.ts'
import { RuleBook } from './rule-book.ts'
import { RunJudge } from './run-judge.ts'
import { RunWatch, type WatchedHosts } from './run-watch.ts'
import { SeriesStore } from './series-store.ts'
import { slowestDoorbells } from './slow-doorbells.ts'
import { Suspicions } from './suspicions.ts'

export interface OpenAlertsOptions extends LiveConfirmationsOptions {
  readonly store: Store
  readonly fleet: Pick<Fleet, 'environment' | 'hosts' | 'watch'>
  readonly logger: Logger
}

export interface OpenedAlerts {
  readonly desk: AlertDesk
  /** A run has changed. */
  ended(record: RunRecord): void
  /** Nothing is judged and nobody told before it. `url` is where the controller listens. */
  start(url: string): Promise<void>
  close(): Promise<void>
}

/** Throws StartupError for receivers that cannot be read. */
export function openAlerts(
  config: Pick<ControllerConfig, 'publicUrl' | 'alertReceivers'>,
  options: OpenAlertsOptions,
): OpenedAlerts {
  const { store, logger, telemetry } = options
  const receivers = readReceivers(config.alertReceivers)
  let address = ''
  const baseUrl = () => (config.publicUrl ?? address).replace(/\/$/, '')
  const [series, judgements, deliveries] = [new SeriesStore(store), new JudgementStore(store), new DeliveryStore(store)]
  const [alertStore, rules] = [new AlertStore(store), new RuleBook(store)]
  const figures = observeAlerts(telemetry.meter, {
    alerts: () => alerts.lasting(),
    waiting: () => receivers.map(({ name }) => [name, outbox.waiting(name)] as const),
  })
  const outbox = new Outbox({ store: deliveries, receivers, logger, onAttempt: figures.attempted })
  const alerts = new Alerts({ store: alertStore, series, outbox, baseUrl })
  const judge = new RunJudge({ series, alerts, detector: bootstrapDetector })
  const doorbells = (runId: string, backend: string) => slowestDoorbells(store, runId, backend)
  const suspicions = new Suspicions({ judgements, judge, alerts, doorbells })
  const confirmations = liveConfirmations(options)
  const watching = { series, judgements, rules, judge, alerts, suspicions, confirmations, logger, onJudged: figures.judged }
  const watch = new RunWatch({ ...watching, hosts: hostsOf(options.fleet) })
  const reminder = new Reminder({ alerts, receivers, baseUrl, logger })
  return {
    desk: new AlertDesk({ store: alertStore, deliveries, judgements, alerts, rules, outbox, receivers, baseUrl }),
    ended: (record) => watch.ended(record),
    start: async (url) => {
      address = url
      await rules.restore()
      await alerts.restore()
      await outbox.start()
      await watch.start()
      reminder.start()
    },
    close: async () => {
      await watch.close()
      await reminder.close()
      await outbox.close()
    },
  }
}

function hostsOf(fleet: OpenAlertsOptions['fleet']): WatchedHosts {
  return {
    fingerprint: async (host) => {
      // A host that has just come is known a moment later.
      if (fleet.environment(host) === undefined) await fleet.watch()
      return fleet.environment(host)?.fingerprint
    },
    labels: async (id) => (await fleet.hosts()).find((host) => host.id === id)?.labels ?? {},
  }
}
