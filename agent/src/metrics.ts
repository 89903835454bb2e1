/** The agent's figures: runs, trials, packets, doorbells, ioctls, and what became of its spans. Counted once a run has ended. */
import type { Meter } from '@opentelemetry/api'
import { attributes, type FailureCause, type RunResult, type TrialResult } from '@ringside/contract'

/** What became of the spans of runs, so far. */
export interface ExportCounts {
  /** Taken by a receiver. */
  readonly delivered: number
  /** On disk at the moment, because the receiver is or was away. */
  readonly spooled: number
  /** Given up. */
  readonly dropped: number
}

export interface AgentMetrics {
  ended(result: RunResult): void
  failed(cause: FailureCause): void
  /** Whoever exports the run's spans says here how to read its counts, which happens whenever metrics are. */
  observeExports(read: () => ExportCounts): void
}

export function agentMetrics(meter: Meter): AgentMetrics {
  const runs = meter.createCounter('ringside.agent.runs', { unit: '{run}', description: 'Runs that have ended, by how' })
  const countTrial = trialCounters(meter)
  return {
    ended: (result) => {
      runs.add(1, { 'ringside.run.state': 'succeeded' })
      for (const trial of result.trials) countTrial(trial)
    },
    failed: (cause) => runs.add(1, { 'ringside.run.state': 'failed', [attributes.errorType]: cause }),
    observeExports: (read) => {
      const exported = { unit: '{span}', description: 'Spans of runs, by what became of them' }
      meter.createObservableCounter('ringside.agent.exported', exported).addCallback((result) => {
        const { delivered, dropped } = read()
        for (const [outcome, count] of Object.entries({ delivered, dropped }))
          result.observe(count, { 'ringside.export.outcome': outcome })
      })
      const spooled = { unit: '{span}', description: 'Spans of runs that wait on disk' }
      meter.createObservableGauge('ringside.agent.spooled', spooled).addCallback((result) => result.observe(read().spooled))
    },
  }
}

function trialCounters(meter: Meter): (trial: TrialResult) => void {
  const counter = (name: string, unit: string, description: string) =>
    meter.createCounter(`ringside.agent.${name}`, { unit: `{${unit}}`, description })
  const trials = counter('trials', 'trial', 'Trials of runs that have succeeded')
  const sent = counter('packets.sent', 'packet', 'Packets handed to rings in measured phases')
  const verified = counter('packets.verified', 'packet', 'Packets that arrived whole')
  const lost = counter('packets.lost', 'packet', 'Packets that never arrived')
  const rung = counter('doorbells.rung', 'doorbell', 'Doorbells, counted below any tracing')
  const dropped = counter('doorbells.dropped', 'doorbell', 'Doorbells without a span, because the event ring was full')
  const ioctls = counter('ioctls', 'ioctl', 'Ioctls, counted by the device')
  return ({ backend, packets, doorbells, eventsDropped, ioctlIssued }) => {
    const by = { [attributes.backend]: backend }
    trials.add(1, by)
    sent.add(packets.sent, by)
    verified.add(packets.verified, by)
    lost.add(packets.lost, by)
    for (const direction of ['kick', 'call'] as const)
      rung.add(doorbells[direction].rung, { ...by, 'vhost.doorbell.direction': direction })
    dropped.add(eventsDropped, by)
    ioctls.add(ioctlIssued, by)
  }
}
