/**
 * Tells how far a run is and guesses what remains. A report wakes this agent, Redis, the controller and whoever follows,
 * on CPUs that a small host measures on: so it is given between trials, and during long ones once a second.
 */
import type { RunProgress } from '@ringside/contract'

const intervalMs = 1_000

export interface ProgressPlan {
  readonly trials: number
  /** Planned length of a trial: warm-up and duration. */
  readonly trialMs: number
}

export interface ProgressTicker {
  /** A trial begins; `label` names it for people. */
  trialBegins(label: string): void
  /** It is over: reported at once, so that the news is spread before the next one begins. */
  trialEnds(): void
}

/** Reports when a trial has ended, and every second while one runs. */
export function tickProgress(plan: ProgressPlan, report: (progress: RunProgress) => void): ProgressTicker {
  const beganMs = performance.now()
  let done = 0
  let trialBeganMs = beganMs
  let phase = ''
  const tick = () =>
    report({ state: 'running', phase, ...estimate(plan, done, { trialBeganMs, beganMs, nowMs: performance.now() }) })
  let timer: NodeJS.Timeout | undefined
  return {
    trialBegins(label) {
      phase = label
      trialBeganMs = performance.now()
      timer = setInterval(tick, intervalMs)
    },
    trialEnds() {
      clearInterval(timer)
      done++
      trialBeganMs = performance.now()
      if (done < plan.trials) tick()
    },
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
