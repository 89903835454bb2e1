/** Which metrics of a run are watched, and by which rule. Pure. */
import type { AlertMetric, AlertRule, WatchRule } from '@ringside/contract'
import type { EndedRun, SeriesRun } from './series.ts'

/** The name of the rules that a run's own suite has. */
export const suiteRule = 'suite'

/** Values of a run's trials, and what matters of them. */
export interface Compared {
  readonly of: Pick<SeriesRun, 'series' | 'backend'>
  readonly metric: AlertMetric
  readonly says: Pick<WatchRule, 'metric' | 'worse' | 'minChangeRatio'>
  readonly values: readonly number[]
}

export interface Watch extends Compared {
  /** Its name. */
  readonly rule: string
  readonly says: WatchRule
}

/** `labels` are the host's. A metric of a backend is judged once: by the rule of its suite, else by the strictest that fits. */
export function watchesOf(run: EndedRun, rules: readonly AlertRule[], labels: Readonly<Record<string, string>>): Watch[] {
  const general = rules.filter((rule) => fits(rule, run, labels)).sort((a, b) => a.minChangeRatio - b.minChangeRatio)
  const said = [
    ...run.spec.alerts.map((says) => ({ rule: suiteRule, says })),
    ...general.map((rule) => ({ rule: rule.name, says: rule })),
  ]
  return run.backends.flatMap((of) => {
    const mine = said.filter(({ says }) => says.backends?.includes(of.backend) ?? true)
    const first = new Map(mine.toReversed().map((one) => [one.says.metric, one]))
    return [...first].flatMap(([metric, one]) => {
      const values = of.values.get(metric)
      // A kind of load measures some metrics only; where there is none at all, whoever watches it is told why.
      return values === undefined && of.values.size > 0 ? [] : [{ of, metric, ...one, values: values ?? [] }]
    })
  })
}

function fits(rule: AlertRule, { spec }: EndedRun, labels: Readonly<Record<string, string>>): boolean {
  if (!rule.enabled || (rule.suite !== undefined && rule.suite !== spec.suite)) return false
  return Object.entries(rule.labels ?? {}).every(([key, value]) => labels[key] === value)
}

/** Loss is judged as the share of packets that arrived, of which less is worse where more loss is. */
export function worseOfCompared({ metric, worse }: Compared['says']): WatchRule['worse'] {
  if (metric !== 'loss_ratio') return worse
  return worse === 'higher' ? 'lower' : 'higher'
}
