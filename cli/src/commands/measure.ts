/** `ringside measure`: one trial here and now, without queue, controller or trace. */
import { resolve } from 'node:path'
import type { Point } from '@ringside/contract'
import { type Command, Option } from 'commander'
import { captureFault } from '../capture-file.ts'
import { type Context, contextOf } from '../context.ts'
import { CommandFailure, messageOf, usageFailure } from '../failure.ts'
import { onInterruption } from '../interruption.ts'
import { measurementText } from '../measurement-text.ts'
import { checkedPoint, duration, integer } from '../option-values.ts'

interface MeasureOptions {
  readonly doorbell: 'mapped' | 'eventfd'
  readonly device: 'polling' | 'sleeping'
  readonly workload: 'throughput' | 'latency'
  readonly direction: 'oneway' | 'loopback'
  readonly frame: number
  readonly capture?: string
  readonly ringSize: number
  readonly burst?: number
  readonly rate: string
  readonly warmup: number
  readonly duration: number
}

const choice = (flags: string, description: string, choices: readonly string[]): Option =>
  new Option(flags, description).choices([...choices]).default(choices[0])

export function addMeasure(program: Command): void {
  program
    .command('measure')
    .summary('measure one trial here and now')
    .description(
      'Drives one trial on the emulated device of this host, without queue, controller or trace, and prints what it counted.',
    )
    .addOption(choice('--doorbell <how>', 'how the driver rings', ['mapped', 'eventfd']))
    .addOption(choice('--device <how>', 'what the device does when idle', ['polling', 'sleeping']))
    .addOption(choice('--workload <kind>', 'what to measure', ['throughput', 'latency']))
    .addOption(choice('--direction <way>', 'to the device, or there and back', ['oneway', 'loopback']))
    .option('--frame <bytes>', 'size of a frame', integer(64, 9_000), 64)
    .addOption(new Option('--capture <file>', 'replay a pcap file instead').conflicts('frame'))
    .option('--ring-size <descriptors>', 'a power of two', integer(2, 32_768), 256)
    .option('--burst <packets>', 'packets published per doorbell; default: 32 for throughput, 1 for latency', integer(1, 256))
    .option('--rate <rate>', 'packets per second, for latency', '50kpps')
    .option('--warmup <duration>', 'not counted', duration, 50)
    .option('--duration <duration>', 'counted', duration, 1_000)
    .action((options: MeasureOptions, command: Command) => run(options, contextOf(command)))
}

async function run(options: MeasureOptions, context: Context): Promise<void> {
  const point = pointOf(options)
  const { measure } = await import('@ringside/agent')
  const interruption = onInterruption()
  try {
    const measurement = await measure(
      {
        point,
        backend: { name: options.doorbell, kind: 'emulated', doorbell: options.doorbell, device: options.device },
        warmupMs: options.warmup,
        durationMs: options.duration,
        tracing: { doorbells: 'off', ringEvents: 16 },
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

function pointOf(options: MeasureOptions): Point {
  const { workload: kind, direction, burst, rate, ringSize } = options
  const common = { direction, ...(burst === undefined ? {} : { burst }) }
  const capture = options.capture === undefined ? undefined : resolve(options.capture)
  const expected = capture === undefined ? undefined : captureFault(capture)
  if (expected !== undefined) throw usageFailure(`--capture is '${options.capture}'; expected ${expected}`)
  return checkedPoint({
    workload: kind === 'latency' ? { kind, rate, ...common } : { kind, ...common },
    frame: capture === undefined ? options.frame : { capture },
    ringSize,
  })
}
