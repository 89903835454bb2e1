/** `ringside alerts`: what got worse, and which figures are watched. */
import {
  type Alert,
  type AlertPage,
  type AlertRule,
  type AlertRuleRequest,
  type AlertState,
  alertMetricNames,
  alertMetricWords,
  alertPaths,
  maxBaselineRuns,
  minBaselineRuns,
  parsePercentRatio,
  type Worse,
} from '@ringside/contract'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { type Context, contextOf } from '../context.ts'
import { commaSeparated, integer, wordsOf } from '../option-values.ts'
import { renderAlert, renderAlerts, renderRule, renderRules } from '../render/index.ts'

const states = ['open', 'acknowledged', 'resolved'] as const
const metricWords = [...Object.keys(alertMetricWords), ...alertMetricNames]

interface ListOptions {
  readonly state?: readonly AlertState[]
  readonly suite?: string
  readonly host?: string
  readonly limit: number
  readonly cursor?: string
}

export function addAlerts(program: Command): void {
  const alerts = program
    .command('alerts')
    .summary('what got worse and stayed so, and which figures are watched')
    .description(
      'A run that is worse than the runs of its series before it, by more than the change that matters, is measured once more by\n' +
        'itself. When that is worse too, an alert opens; it ends when two runs in a row are back, or by hand. What is watched says\n' +
        "'alerts' of a suite, or a rule.",
    )
  addList(alerts)
  withId(alerts, 'show', 'an alert in full: its points, what happened to it, and who was told').action(
    async (id: string, _options: object, command: Command) => {
      const context = contextOf(command)
      show(context, await context.client().call<Alert>('GET', at(alertPaths.alert, id)))
    },
  )
  withId(alerts, 'ack', 'say that someone looks after it')
    .requiredOption('--reason <text>', 'why, for whoever wonders later')
    .action(async (id: string, { reason }: { reason: string }, command: Command) => {
      const context = contextOf(command)
      show(context, await context.client().call<Alert>('POST', at(alertPaths.acknowledge, id), { reason }))
    })
  withId(alerts, 'resolve', 'end it by hand')
    .requiredOption('--reason <text>', 'why, for whoever wonders later')
    .option('--expected', 'the new level is the one to go by from now on')
    .action(async (id: string, options: { reason: string; expected?: true }, command: Command) => {
      const context = contextOf(command)
      show(context, await context.client().call<Alert>('POST', at(alertPaths.resolve, id), options))
    })
  addRules(alerts.command('rules').summary('rules that hold for all runs they fit, beside those of suites'))
}

function addList(alerts: Command): void {
  alerts
    .command('list', { isDefault: true })
    .summary('alerts, newest first; those that are not resolved unless --state says otherwise')
    .option('--state <states>', `of ${states.join(', ')}, separated by commas`, wordsOf(states))
    .option('--suite <name>', 'of this suite')
    .option('--host <id>', 'on this host')
    .option('--limit <count>', 'at most so many', integer(1, 1_000), 50)
    .option('--cursor <text>', 'goes on where the list before ended')
    .action(async (options: ListOptions, command: Command) => {
      const context = contextOf(command)
      const page = await context.client().call<AlertPage>('GET', `${alertPaths.alerts}?${queryOf(options)}`)
      context.result(page, () => renderAlerts(page, context.render))
    })
}

function queryOf({ state = ['open', 'acknowledged'], limit, ...filters }: ListOptions): URLSearchParams {
  const said = Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const wanted = state.map((one): [string, string] => ['state', one])
  return new URLSearchParams([...wanted, ['limit', String(limit)], ...said])
}

interface AddOptions {
  readonly metric: string
  readonly worse?: Worse
  readonly minChange?: number
  readonly baseline?: number
  readonly suite?: string
  readonly backends?: readonly string[]
  readonly label?: Readonly<Record<string, string>>
  readonly disabled?: true
  readonly replace?: true
}

function addRules(rules: Command): void {
  rules
    .command('list', { isDefault: true })
    .summary('every rule, by name')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command)
      const document = await context.client().call<{ rules: readonly AlertRule[] }>('GET', alertPaths.rules)
      context.result(document, () => renderRules(document.rules, context.render))
    })
  rules
    .command('add')
    .argument('<name>', 'what to call it')
    .summary('watch a metric from now on')
    .addOption(new Option('--metric <metric>', 'what to watch').choices(metricWords).makeOptionMandatory())
    .addOption(new Option('--worse <way>', 'which way is worse; default: as the metric has it').choices(['higher', 'lower']))
    .option('--min-change <percent>', 'the smallest change that matters; default: 5%, of loss 1% of the packets', percent)
    .option(
      '--baseline <runs>',
      `how many of the last good runs to compare with, from ${minBaselineRuns} to ${maxBaselineRuns}; default: 10`,
      integer(minBaselineRuns, maxBaselineRuns),
    )
    .option('--suite <name>', 'runs of this suite only')
    .option('--backends <names>', 'these backends only, separated by commas', commaSeparated)
    .option('--label <key=value>', 'hosts with this label only; may be given several times', label)
    .option('--disabled', 'keep it, and watch nothing')
    .option('--replace', 'replace the rule of that name')
    .action(async (name: string, options: AddOptions, command: Command) => {
      const context = contextOf(command)
      const client = context.client()
      const request = requestOf(name, options)
      const rule = await (options.replace === true
        ? client.call<AlertRule>('PUT', at(alertPaths.rule, name), request)
        : client.call<AlertRule>('POST', alertPaths.rules, request))
      context.result(rule, () => renderRule(rule, context.render))
    })
  rules
    .command('remove')
    .argument('<name>', 'the rule')
    .summary('forget a rule; alerts that it opened last until they are resolved')
    .action(async (name: string, _options: object, command: Command) => {
      const context = contextOf(command)
      await context.client().call('DELETE', at(alertPaths.rule, name))
      context.result({ removed: name }, () => `removed ${name}`)
    })
}

function requestOf(name: string, { metric, worse, minChange, baseline, suite, backends, label: labels, disabled }: AddOptions) {
  const request: AlertRuleRequest = {
    name,
    metric: metric as AlertRuleRequest['metric'],
    ...(worse === undefined ? {} : { worse }),
    ...(minChange === undefined ? {} : { minChangeRatio: minChange }),
    ...(baseline === undefined ? {} : { baselineRuns: baseline }),
    ...(suite === undefined ? {} : { suite }),
    ...(backends === undefined ? {} : { backends }),
    ...(labels === undefined ? {} : { labels }),
    ...(disabled === undefined ? {} : { enabled: false }),
  }
  return request
}

/** Ratio of a share such as `5%`. */
function percent(text: string): number {
  try {
    const ratio = parsePercentRatio(text)
    if (ratio > 0) return ratio
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('Expected a share above zero such as 5%.')
}

function label(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const place = text.indexOf('=')
  if (place <= 0) throw new InvalidArgumentError('Expected key=value.')
  return { ...before, [text.slice(0, place)]: text.slice(place + 1) }
}

const show = (context: Context, alert: Alert): void => context.result(alert, () => renderAlert(alert, context.render))

const withId = (alerts: Command, word: string, summary: string): Command =>
  alerts.command(word).argument('<alert>', 'its id, such as al-7k2m9q4x1c').summary(summary)

const at = (path: string, name: string): string => path.replace(/:(id|name)/, encodeURIComponent(name))
