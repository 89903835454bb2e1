/** `ringside measure`: one trial here and now, without queue, controller or trace. */
import { resolve } from 'node:path'
import { suiteDefaults, tracingDefaults } from '@ringside/contract'
import { type Command, Option } from 'commander'
import { captureFault } from '../capture-file.ts'
import { type CheckedTrial, checkedTrial } from '../checked-trial.ts'
import { type Context, contextOf } from '../context.ts'
import { CommandFailure, messageOf, usageFailure } from '../failure.ts'
import { onInterruption } from '../interruption.ts'
import { measurementText } from '../measurement-text.ts'
import { commaSeparated, duration, frameSize, integer, yamlValue } from '../option-values.ts'

interface MeasureOptions extends BackendOptions, PointOptions {
  readonly warmup: number
  readonly duration: number
}

interface BackendOptions {
  readonly dialect: string
  readonly doorbell: string
  readonly device: string
  readonly features?: readonly string[]
  readonly descriptors: string
  readonly model?: unknown
}

interface PointOptions {
  readonly workload: string
  readonly direction?: string
  readonly rate: string
  readonly outstanding?: number
  readonly frame: number | 'imix'
  readonly capture?: string
  readonly flows?: number
  readonly verify: string
  readonly burst?: number
  readonly ringSize: number
  readonly queues: number
  readonly ring: string
}

const choice = (flags: string, description: string, choices: readonly string[]): Option =>
  new Option(flags, description).choices([...choices]).default(choices[0])

export function addMeasure(program: Command): void {
  const command = program
    .command('measure')
    .summary('measure one trial here and now')
    .description(
      'Drives one trial on the emulated device of this host, without queue, controller or trace, and prints what it counted.\n' +
        'Options say what the keys of a suite say (bench/suites/README.md).',
    )
  addBackendOptions(command)
  addLoadOptions(command)
  command
    .option('--ring-size <descriptors>', 'a power of two', integer(2, 32_768), suiteDefaults.ringSize)
    .option('--queues <pairs>', 'pairs of queues', integer(1, 64), suiteDefaults.queues)
    .addOption(choice('--ring <format>', 'format of the rings', ['split', 'packed']))
    .option('--warmup <duration>', 'not counted', duration, 50)
    .option('--duration <duration>', 'counted', duration, 1_000)
    .action((options: MeasureOptions, invoked: Command) => run(options, contextOf(invoked)))
}

function addBackendOptions(command: Command): void {
  command
    .addOption(choice('--dialect <name>', 'the interface of the device', ['vhost-mdev', 'vhost-vdpa']))
    .addOption(choice('--doorbell <how>', 'how the driver rings', ['mapped', 'eventfd']))
    .addOption(choice('--device <how>', 'what the device does when idle', ['polling', 'sleeping']))
    .option('--features <names>', 'of in-order, event-idx, mergeable; with commas between', commaSeparated)
    .addOption(choice('--descriptors <how>', 'how a packet to send is described', ['single', 'chained', 'indirect']))
    .option('--model <yaml>', "the device's model as a suite has it: '{ serviceTime: 5us, faults: { drop: 1% } }'", yamlValue)
}

function addLoadOptions(command: Command): void {
  command
    .addOption(choice('--workload <kind>', 'what to measure', ['throughput', 'latency', 'pingpong']))
    .addOption(
      new Option(
        '--direction <way>',
        'to the device, there and back, or both at once; default: oneway, and loopback for pingpong',
      ).choices(['oneway', 'loopback', 'bidirectional']),
    )
    .option('--rate <rate>', 'for latency: packets per second, or with a capture recorded, 2x, ...', '50kpps')
    .option('--outstanding <packets>', 'for pingpong: under way in each pair of queues; default: 1', integer(1, 32_768))
    .option('--frame <bytes>', 'size of a frame, or imix', frameSize, 64)
    .addOption(new Option('--capture <file>', 'replay a pcap or pcapng file instead').conflicts('frame'))
    .option('--flows <count>', 'source ports of generated frames; default: 1', integer(1, 65_536))
    .addOption(choice('--verify <what>', 'what the receiving end checks', ['full', 'header', 'off']))
    .option('--burst <packets>', 'packets published per doorbell; default: 32 for throughput, else 1', integer(1, 256))
}

async function run(options: MeasureOptions, context: Context): Promise<void> {
  const trial = trialOf(options)
  const { measure } = await import('@ringside/agent')
  const interruption = onInterruption()
  try {
    const measurement = await measure(
      {
        ...trial,
        warmupMs: options.warmup,
        durationMs: options.duration,
        tracing: { ...tracingDefaults, doorbells: 'off' },
        signal: interruption.signal,
      },
      (phase) => context.note(phase === 'warmup' ? 'warming up' : 'measuring'),
    )
    // Times beyond 2^53 are written as decimal strings, as everywhere.
    const document = JSON.parse(JSON.stringify(measurement, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
    context.result(document, () => measurementText(measurement))
  } catch (error) {
    if (interruption.signal.aborted) throw new CommandFailure('interrupted; nothing was measured')
    throw new CommandFailure(messageOf(error), { cause: error })
  } finally {
    interruption.release()
  }
}

/** What the options ask for, after the checks that a suite would have to pass. */
function trialOf(options: MeasureOptions): CheckedTrial {
  const { doorbell, device, dialect, descriptors, features, model } = options
  const capture = options.capture === undefined ? undefined : resolve(options.capture)
  const expected = capture === undefined ? undefined : captureFault(capture)
  if (expected !== undefined) throw usageFailure(`--capture is '${options.capture}'; expected ${expected}`)
  return checkedTrial({
    backend: defined({ name: doorbell, kind: 'emulated', doorbell, device, dialect, descriptors, features, model }),
    workload: workloadOf(options),
    frame: capture === undefined ? options.frame : { capture },
    ringSize: options.ringSize,
    queues: options.queues,
    ring: options.ring,
    durationMs: options.duration,
  })
}

function workloadOf({ workload: kind, rate, direction, outstanding, burst, flows, verify }: PointOptions): object {
  return defined({ kind, rate: kind === 'latency' ? rate : undefined, direction, outstanding, burst, flows, verify })
}

/** The members that have a value: a key without one would be a fault. */
const defined = (members: object): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]: [string, unknown]) => value !== undefined))
