/** Tells how far a run is, a few times a second at most, and guesses what remains. */
import type { RunProgress } from '@ringside/contract'

const intervalMs = 500

export interface ProgressPlan {
  readonly trials: number
  /** Planned length of a trial: warm-up and duration. */
  readonly trialMs: number
}

export interface ProgressTicker {
  /** A trial begins; `label` names it for people. */
  trial(label: string): void
  stop(): void
}

/** Reports at once when a trial begins and every half second while it runs. */
export function tickProgress(plan: ProgressPlan, report: (progress: RunProgress) => void): ProgressTicker {
  const beganMs = performance.now()
  let started = 0
  let trialBeganMs = beganMs
  let phase = ''
  const tick = () => report({ phase, ...estimate(plan, started - 1, { trialBeganMs, beganMs, nowMs: performance.now() }) })
  let timer: NodeJS.Timeout | undefined
  return {
    trial(label) {
      started++
      phase = label
      trialBeganMs = performance.now()
      timer ??= setInterval(tick, intervalMs)
      tick()
    },
    stop: () => clearInterval(timer),
  }
}

interface Times {
  readonly beganMs: number
  readonly trialBeganMs: number
  readonly nowMs: number
}

/** Trials cost what those that are done have cost, their set-up and export included; before the first, what was planned. */
export function estimate(plan: ProgressPlan, done: number, times: Times): { percent: number; remainingMs: number } {
  const costMs = Math.max(1, done > 0 ? (times.trialBeganMs - times.beganMs) / done : plan.trialMs)
  // A trial that takes longer than the others stands just before its end, it is not done.
  const current = Math.min(0.99, (times.nowMs - times.trialBeganMs) / costMs)
  const left = plan.trials - done - current
  return { percent: Math.round((100 * (done + current)) / plan.trials), remainingMs: Math.round(left * costMs) }
}
