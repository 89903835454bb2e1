/** Tells receivers that forget, again and again, of the alerts that last. What one of them does not take is told it a minute later. */
import type { Logger } from 'pino'
import type { Alerts } from './alerts.ts'
import { pause } from './pause.ts'
import { noticedAlert } from './presentation.ts'
import type { Receiver } from './receivers/receiver.ts'

/** Alertmanager takes what it has not heard of for five minutes as resolved, where nothing else is said. */
const intervalMs = 60_000

export interface ReminderOptions {
  readonly alerts: Pick<Alerts, 'toRemindOf'>
  readonly receivers: readonly Receiver[]
  readonly baseUrl: () => string
  readonly logger: Logger
  readonly intervalMs?: number
}

export class Reminder {
  readonly #options: ReminderOptions
  readonly #stop = new AbortController()
  #reminding: Promise<unknown> = Promise.resolve()

  constructor(options: ReminderOptions) {
    this.#options = options
  }

  start(): void {
    this.#reminding = Promise.all(this.#options.receivers.map((receiver) => this.#keepReminding(receiver)))
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#reminding
  }

  async #keepReminding({ name, remind }: Receiver): Promise<void> {
    const { alerts, baseUrl, logger } = this.#options
    const { signal } = this.#stop
    while (remind !== undefined && !signal.aborted) {
      const lasting = () => alerts.toRemindOf().map((alert) => noticedAlert(alert, baseUrl()))
      await remind(lasting, signal).catch((error: unknown) => {
        if (!signal.aborted)
          logger.warn({ receiver: name, reason: (error as Error).message }, 'it could not be reminded of alerts')
      })
      await pause(this.#options.intervalMs ?? intervalMs, signal)
    }
  }
}
