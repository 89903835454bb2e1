/** Figures about alerts: how many last, what judging finds, how receivers take what they are told. */
import type { Meter } from '@opentelemetry/api'
import type { AlertRecord } from '../alerts/alert-record.ts'
import type { JudgementRecord } from '../alerts/judgement-store.ts'
import type { Receiver } from '../alerts/receivers/receiver.ts'

export interface AlertFigures {
  alerts(): readonly Pick<AlertRecord, 'state'>[]
  /** Deliveries that wait, by receiver. */
  waiting(): readonly (readonly [string, number])[]
}

export interface AlertObserver {
  judged(judgement: Pick<JudgementRecord, 'verdict' | 'state'>): void
  attempted(receiver: Pick<Receiver, 'name'>, outcome: 'delivered' | 'failed'): void
}

export function observeAlerts(meter: Meter, figures: AlertFigures): AlertObserver {
  const lasting = { unit: '{alert}', description: 'Alerts that are not resolved, by state' }
  meter.createObservableUpDownCounter('ringside.alerts', lasting).addCallback((result) => {
    const alerts = figures.alerts()
    for (const state of ['open', 'acknowledged'] as const)
      result.observe(alerts.filter((alert) => alert.state === state).length, { 'ringside.alert.state': state })
  })
  const waiting = { unit: '{delivery}', description: 'Deliveries of alerts that their receivers have not taken yet' }
  meter.createObservableUpDownCounter('ringside.alert.deliveries.waiting', waiting).addCallback((result) => {
    for (const [receiver, count] of figures.waiting()) result.observe(count, { 'ringside.alert.receiver': receiver })
  })
  const judgements = meter.createCounter('ringside.alert.judgements', {
    unit: '{judgement}',
    description: 'Metrics of runs that were judged, by what was found and what became of it',
  })
  const attempts = meter.createCounter('ringside.alert.delivery.attempts', {
    unit: '{attempt}',
    description: 'Attempts to tell a receiver of an alert, by how they ended',
  })
  return {
    judged: ({ verdict, state }) => judgements.add(1, { 'ringside.alert.verdict': verdict, 'ringside.alert.suspicion': state }),
    attempted: ({ name }, outcome) =>
      attempts.add(1, { 'ringside.alert.receiver': name, 'ringside.alert.delivery.outcome': outcome }),
  }
}
