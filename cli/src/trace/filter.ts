/** The options of `ringside trace` that choose spans, checked against the run, and as words. */
import { phaseNames, type RunDetail, type SpanFilter } from '@ringside/contract'
import { formatQuantity } from '@ringside/dashboards'
import { type Command, Option } from 'commander'
import { usageFailure } from '../failure.ts'
import { errnoName, integer, repeated, shortDuration } from '../option-values.ts'

export interface FilterOptions {
  readonly queue?: readonly number[]
  readonly phase?: string
  readonly backend?: string
  /** From 1, as the trace shows it. */
  readonly trial?: number
  readonly name?: readonly string[]
  readonly minDuration?: number
  readonly maxDuration?: number
  readonly errno?: string
  readonly failed?: boolean
}

export function addFilterOptions(command: Command): Command {
  return command
    .option('--queue <index>', 'only spans of this virtqueue; may be repeated', repeated(integer(0, 65_535)))
    .addOption(new Option('--phase <name>', 'only spans of this phase').choices([...phaseNames]))
    .option('--backend <name>', 'only spans of this backend')
    .option('--trial <number>', 'only spans of this trial, counted from 1', integer(1, 0xffffffff))
    .option('--name <glob>', "only spans of such names: 'doorbell.*', 'VHOST_*'; may be repeated", repeated(String))
    .option('--min-duration <time>', 'only spans at least as long: 10us', shortDuration)
    .option('--max-duration <time>', 'only spans at most as long', shortDuration)
    .option('--errno <name>', 'only requests that failed so: ENOMEM', errnoName)
    .option('--failed', 'only spans that failed')
}

/** The filter that the options mean. Throws a usage failure where the run has nothing of the kind. */
export function filterOf(options: FilterOptions, run: RunDetail): SpanFilter {
  const { queue, backend, trial, minDuration, maxDuration } = options
  if (backend !== undefined && !run.backends.includes(backend))
    throw usageFailure(`--backend is '${backend}'; expected one that run ${run.id} has: ${run.backends.join(', ')}`)
  if (trial !== undefined && trial > run.spec.trials)
    throw usageFailure(`--trial is ${trial}; expected one that run ${run.id} has: 1 to ${run.spec.trials}`)
  const queues = 2 * run.spec.point.queues
  const absent = queue?.find((index) => index >= queues)
  if (absent !== undefined) throw usageFailure(`--queue is ${absent}; expected one that run ${run.id} has: 0 to ${queues - 1}`)
  if (minDuration !== undefined && maxDuration !== undefined && minDuration > maxDuration)
    throw usageFailure(`--min-duration is longer than --max-duration (${minDuration} ns, ${maxDuration} ns): nothing can pass`)
  return {
    ...(queue && { queue: [...queue] }),
    ...(options.phase !== undefined && { phase: options.phase }),
    ...(backend !== undefined && { backend }),
    ...(trial !== undefined && { trial: trial - 1 }),
    ...(options.name && { name: [...options.name] }),
    ...(minDuration !== undefined && { minDurationNs: minDuration }),
    ...(maxDuration !== undefined && { maxDurationNs: maxDuration }),
    ...(options.errno !== undefined && { errno: options.errno }),
    ...(options.failed && { failed: true }),
  }
}

/** `queue 0 or 1, phase measure`; "" for a filter that says nothing. */
export function filterWords(filter: SpanFilter): string {
  const { queue, phase, backend, trial, name, minDurationNs, maxDurationNs, errno, failed } = filter
  const words = [
    queue && `queue ${queue.join(' or ')}`,
    phase && `phase ${phase}`,
    backend && `backend ${backend}`,
    trial === undefined ? undefined : `trial ${trial + 1}`,
    name && `named ${name.join(' or ')}`,
    minDurationNs === undefined ? undefined : `at least ${formatQuantity(minDurationNs, 'ns')}`,
    maxDurationNs === undefined ? undefined : `at most ${formatQuantity(maxDurationNs, 'ns')}`,
    errno,
    failed && 'failed',
  ]
  return words.filter((word) => typeof word === 'string').join(', ')
}
