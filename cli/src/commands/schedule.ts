/** `ringside schedule`: suites that are submitted by themselves. */
import {
  checkSuite,
  type ScheduleDetail,
  type ScheduleRequest,
  type ScheduleSlot,
  type ScheduleSummary,
  type Suite,
  type SuiteSchedule,
  schedulePaths,
} from '@ringside/contract'
import { type Command, Option } from 'commander'
import { type Context, contextOf } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { renderSchedule, renderSchedules, renderSlot } from '../render/index.ts'
import { requireSuite } from '../require-suite.ts'
import { readSuite } from '../suite-file.ts'

interface AddOptions extends Omit<SuiteSchedule, 'canary'> {
  readonly canary?: true
  readonly name?: string
  readonly replace?: boolean
}

export function addSchedule(program: Command): void {
  const schedule = program
    .command('schedule')
    .summary('list, add and remove suites that are submitted by themselves')
    .description(
      'Schedules submit a suite at times (cron, every) or after another schedule. After a time without a controller only the\n' +
        'newest slot missed is made up for, up to an hour late (--missed, --missed-window). A slot is skipped while the\n' +
        'submission before is unfinished (--overlap). Where clocks are set forward, a slot in the hour that is lacking is due an\n' +
        'hour later; where they are set back, one in the hour that comes twice is due in the first.',
    )
  schedule
    .command('list')
    .summary('every schedule, its next slot and what became of the last')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command)
      const document = await context.client().call<{ schedules: ScheduleSummary[] }>('GET', schedulePaths.schedules)
      context.result(document, () => renderSchedules(document.schedules, context.render))
    })
  named(schedule, 'show', 'one schedule in full: its next slots and what became of those before').action(
    async (name: string, _options: object, command: Command) => {
      const context = contextOf(command)
      const detail = await context.client().call<ScheduleDetail>('GET', at(schedulePaths.schedule, name))
      context.result(detail, () => renderSchedule(detail, context.render))
    },
  )
  addAdd(schedule)
  named(schedule, 'remove', 'forget a schedule; what it submitted goes on').action(
    async (name: string, _options: object, command: Command) => {
      const context = contextOf(command)
      await context.client().call('DELETE', at(schedulePaths.schedule, name))
      context.result({ removed: name }, () => `removed ${name}`)
    },
  )
  named(schedule, 'run-now', 'submit the suite of a schedule at once, whatever else is under way').action(
    async (name: string, _options: object, command: Command) => {
      const context = contextOf(command)
      const slot = await context.client().call<ScheduleSlot>('POST', at(schedulePaths.runNow, name))
      context.result(slot, () => renderSlot(slot))
    },
  )
  for (const [word, path, done] of [
    ['pause', schedulePaths.pause, 'paused; its slots are none until: ringside schedule resume'],
    ['resume', schedulePaths.resume, 'resumed'],
  ] as const) {
    named(schedule, word, word === 'pause' ? 'let its slots pass' : 'meet its slots again, from the next one on').action(
      async (name: string, _options: object, command: Command) => {
        const context = contextOf(command)
        const summary = await context.client().call<ScheduleSummary>('POST', at(path, name))
        context.result(summary, () => `${name} is ${done}${word === 'pause' ? ` ${name}` : ''}`)
      },
    )
  }
}

function addAdd(schedule: Command): void {
  schedule
    .command('add')
    .argument('<suite>', 'YAML file of the suite')
    .summary('submit a suite by itself from now on')
    .description("When it is due says the suite's own 'schedule', or one of --cron, --every and --after.")
    .option('--name <name>', "what to call it; default: the suite's name")
    .option('--cron <fields>', "minute, hour, day, month, weekday: '0 2 * * *'")
    .option('--tz <zone>', "time zone of --cron, such as 'Europe/Berlin'; default: UTC")
    .option('--every <duration>', 'at least 1m, counted from 1970 on: 6h is due at 0, 6, 12 and 18 o’clock UTC')
    .option('--after <schedule>', 'whenever a submission of that schedule has ended')
    .addOption(new Option('--on <end>', 'with --after: which ends count; default: success').choices(['success', 'end']))
    .addOption(new Option('--missed <policy>', 'slots that no controller met; default: latest').choices(['skip', 'latest']))
    .option('--missed-window <duration>', 'how late the newest missed slot is still run; default: 1h')
    .addOption(
      new Option('--overlap <policy>', 'while the submission before is unfinished; default: skip').choices([
        'skip',
        'queue',
        'cancel-previous',
      ]),
    )
    .option('--canary', 'its results tell whether a host is healthy')
    .option('--replace', 'replace the schedule of that name')
    .action(async (file: string, options: AddOptions, command: Command) => {
      const context = contextOf(command)
      const { suite, path } = requireSuite(readSuite(file), context)
      const request = {
        ...(options.name === undefined ? {} : { name: options.name }),
        suite: scheduled(suite, { path, options }),
      }
      const summary = await put(context, request, options.replace === true)
      context.result(summary, () => renderSchedule(summary, context.render))
    })
}

function put(context: Context, request: ScheduleRequest & { suite: Suite }, replace: boolean): Promise<ScheduleSummary> {
  const client = context.client()
  if (!replace) return client.call('POST', schedulePaths.schedules, request)
  return client.call('PUT', at(schedulePaths.schedule, request.name ?? request.suite.name), request)
}

interface Said {
  readonly path: string
  readonly options: AddOptions
}

/** The suite with what the options say of its schedule: one that says when replaces what the file says of that. */
function scheduled(suite: Suite, { path, options }: Said): Suite {
  const { name: _name, replace: _replace, ...said } = options
  const timed = said.cron ?? said.every ?? said.after
  const { cron: _cron, tz: _tz, every: _every, after: _after, on: _on, ...policies } = suite.schedule ?? {}
  const merged = { ...suite, schedule: { ...(timed === undefined ? suite.schedule : policies), ...said } }
  if (Object.keys(merged.schedule).length === 0)
    throw usageFailure(
      `${path} has no 'schedule'; expected one, or when it is due: --cron '0 2 * * *', --every 6h or --after NAME`,
    )
  const check = checkSuite(merged)
  if (check.ok) return check.suite
  throw usageFailure(`${path} with these options has faults; nothing was sent`, check.faults)
}

const named = (schedule: Command, word: string, summary: string): Command =>
  schedule.command(word).argument('<schedule>', 'its name').summary(summary)

const at = (path: string, name: string): string => path.replace(':name', encodeURIComponent(name))
