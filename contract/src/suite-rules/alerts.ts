/** What `alerts` of a suite must obey: every rule can be met, and no two speak of the same. */
import { alertMetricOf, alertMetricWords } from '../alert-rule.ts'
import { parsePercentRatio } from '../quantity.ts'
import type { LocatedFault } from '../schema-faults.ts'
import { get, list, quantity, repeats } from './value.ts'

export function alertFaults(suite: unknown): LocatedFault[] {
  const names = new Set(list(suite, 'backends').map((backend) => get(backend, 'name')))
  const kinds = list(suite, 'workloads').map((workload) => get(workload, 'kind'))
  const measuresLatency = kinds.length === 0 || kinds.some((kind) => kind !== 'throughput')
  const rules = list(suite, 'alerts')
  return [
    ...rules.flatMap((rule, index): LocatedFault[] => {
      const metric = get(rule, 'metric')
      const minChange = get(rule, 'minChange')
      const unknown = list(rule, 'backends').flatMap((name, place): LocatedFault[] =>
        typeof name !== 'string' || names.has(name)
          ? []
          : [{ path: ['alerts', index, 'backends', place], value: name, expected: 'the name of a backend of this suite' }],
      )
      const unmeasured = !measuresLatency && isLatency(metric)
      return [
        ...unknown,
        ...(unmeasured
          ? [
              {
                path: ['alerts', index, 'metric'],
                value: metric,
                expected: 'what a workload of this suite measures; none measures latency',
              },
            ]
          : []),
        ...(quantity(minChange, parsePercentRatio) === 0
          ? [
              {
                path: ['alerts', index, 'minChange'],
                value: minChange,
                expected: 'a share above 0%: a change of nothing never matters',
              },
            ]
          : []),
      ]
    }),
    ...repeats(rules, ['alerts'], subjectOf),
  ]
}

const wordOf = (metric: unknown): unknown =>
  typeof metric === 'string' && Object.hasOwn(alertMetricWords, metric) ? alertMetricOf(metric as 'p99') : metric

const isLatency = (metric: unknown): boolean => String(wordOf(metric)).startsWith('latency_')

/** What a rule watches; one of the wrong form stands for itself. */
function subjectOf(rule: unknown): unknown {
  const metric = get(rule, 'metric')
  return typeof metric === 'string' ? { metric: wordOf(metric), backends: [...list(rule, 'backends')].sort() } : rule
}
