/** `ringside trends`: how figures went over time. */
import {
  type AlertMetricWord,
  alertMetricNames,
  alertMetricOf,
  alertMetricWords,
  type TrendAnswer,
  trendLimits,
  trendPath,
} from '@ringside/contract'
import { type Command, Option } from 'commander'
import { contextOf } from '../context.ts'
import { integer, moment } from '../option-values.ts'
import { renderTrends } from '../render/index.ts'

interface TrendsOptions {
  readonly metric: AlertMetricWord
  readonly suite?: string
  readonly label?: string
  readonly backend?: string
  readonly host?: string
  readonly point?: string
  readonly since?: string
  readonly until?: string
  readonly limit: number
}

const metricWords = [...Object.keys(alertMetricWords), ...alertMetricNames]

export function addTrends(program: Command): void {
  program
    .command('trends')
    .summary('how figures went over time, and what changed of the hosts meanwhile')
    .description(
      'Lists the series of a metric: one backend at one point on one host with one fingerprint, with the median of each of its last\n' +
        'runs as a bar, and the changes of the hosts. --json has every figure.',
    )
    .addOption(new Option('--metric <metric>', 'what was measured').choices(metricWords).default('p99'))
    .option('--suite <name>', 'only runs of this suite')
    .option('--label <text>', 'only points with this in their label')
    .option('--backend <name>', 'only this backend')
    .option('--host <id>', 'only runs on this host')
    .option('--point <id>', 'only this point')
    .option('--since <moment>', 'only runs that ended since then: 2026-01-31, or so long ago: 12h, 7d', moment)
    .option('--until <moment>', 'only runs that ended before', moment)
    .option('--limit <count>', 'at most so many points', integer(1, trendLimits.points.most), trendLimits.points.default)
    .action(async ({ metric, limit, ...filter }: TrendsOptions, command: Command) => {
      const context = contextOf(command)
      const query = new URLSearchParams({ metric: alertMetricOf(metric), ...filter, limit: `${limit}` })
      const answer = await context.client().call<TrendAnswer>('GET', `${trendPath}?${query}`)
      context.result(answer, () => renderTrends(answer, context.render))
    })
}
