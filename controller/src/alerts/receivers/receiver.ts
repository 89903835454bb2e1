/** The port to whoever is told of alerts. */
import type { Alert, AlertEvent } from '@ringside/contract'

/** What is told: the alert as it was when it happened. */
export interface Notice {
  /** The same at every attempt. */
  readonly id: string
  readonly event: AlertEvent
  /** ISO 8601. */
  readonly at: string
  readonly alert: Omit<Alert, 'deliveries'>
}

export interface Receiver {
  readonly name: string
  readonly kind: 'webhook' | 'alertmanager'
  /** Without what may be secret in it. */
  readonly shownUrl: string
  readonly signed: boolean
  /** Resolves when it has been taken. Rejects with what went wrong, in words, at the latest when the time is up. */
  deliver(notice: Notice, signal: AbortSignal): Promise<void>
  /** Of receivers that forget what they are not told again and again: tells them of what lasts when its turn has come. */
  readonly remind?: (lasting: () => readonly Notice['alert'][], signal: AbortSignal) => Promise<void>
}
