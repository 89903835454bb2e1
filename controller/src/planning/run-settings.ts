/** What a suite says of all its runs alike, as runs carry it. */
import {
  parseDurationMs,
  parsePercentRatio,
  priorities,
  runDefaults,
  runTracing,
  type Suite,
  suiteDefaults,
  watchRuleOf,
} from '@ringside/contract'
import { hostTimeMs } from './host-time.ts'

/** A run that takes longer than measuring it four times, and ten minutes on top, will not end by itself. */
const patience = { factor: 4, extraMs: 600_000 }

/** How each run measures. */
export function measuringOf({ run, tracing, judge, tuning }: Suite) {
  return {
    warmupMs: ms(run?.warmup, suiteDefaults.warmupMs),
    durationMs: ms(run?.duration, suiteDefaults.durationMs),
    trials: run?.trials ?? suiteDefaults.trials,
    order: run?.order ?? suiteDefaults.order,
    seed: run?.seed ?? suiteDefaults.seed,
    tracing: runTracing(tracing),
    tuning: tuning ?? runDefaults.tuning,
    minChangeRatio: judge?.minChange === undefined ? suiteDefaults.minChangeRatio : parsePercentRatio(judge.minChange),
  }
}

/** How each run is queued, and what becomes of it when it fails. */
export function queueingOf(suite: Suite) {
  const { priority, timeouts, onFailure, artifacts, backends, alerts } = suite
  const measuringMs = hostTimeMs({ ...measuringOf(suite), backends })
  const patientMs = Math.max(runDefaults.timeouts.runMs, patience.factor * measuringMs + patience.extraMs)
  return {
    priority: priorities[priority ?? 'normal'],
    timeouts: {
      waitingMs: ms(timeouts?.waiting, runDefaults.timeouts.waitingMs),
      runMs: ms(timeouts?.run, patientMs),
      heartbeatMs: ms(timeouts?.heartbeat, runDefaults.timeouts.heartbeatMs),
    },
    retries: onFailure?.retries ?? runDefaults.retries,
    stopOnFailure: onFailure?.then === 'stop',
    artifacts: artifacts ?? runDefaults.artifacts,
    alerts: alerts?.map(watchRuleOf) ?? runDefaults.alerts,
  }
}

const ms = (duration: string | undefined, otherwise: number): number =>
  duration === undefined ? otherwise : parseDurationMs(duration)
