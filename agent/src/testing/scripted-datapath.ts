/** A datapath whose trials take some milliseconds and end as a test wants; its clock never runs backwards. */
import type { Datapath, DoorbellBatch, IoctlRecord, NativeTrial, TrialConfig, TrialOutcome } from '../datapath.ts'

export interface Script {
  /** How long `run` takes; forever by default only when `hangs`. */
  readonly runMs?: number
  /** Never ends by itself, only when cancelled; with `ignoresCancel`, not even then. */
  readonly hangs?: boolean
  readonly ignoresCancel?: boolean
  /** `run` rejects with this. */
  readonly fails?: string
  /** Spans in each doorbell batch of each trial. */
  readonly doorbells?: readonly number[]
  readonly ioctls?: readonly Partial<IoctlRecord>[]
  readonly outcome?: Partial<TrialOutcome>
}

export interface ScriptedDatapath extends Datapath {
  readonly configs: TrialConfig[]
  /** Headers that doorbells were asked for with. */
  readonly headers: Parameters<NativeTrial['nextDoorbells']>[0][]
}

export function scriptDatapath(script: Script = {}): ScriptedDatapath {
  const configs: TrialConfig[] = []
  const headers: ScriptedDatapath['headers'] = []
  const bootUnixNs = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint()
  const unixNowNs = () => bootUnixNs + process.hrtime.bigint()

  class ScriptedTrial implements NativeTrial {
    readonly #batches = [...(script.doorbells ?? [])]
    readonly #cancelled = Promise.withResolvers<never>()
    #startUnixNs = 0n

    constructor(config: TrialConfig) {
      configs.push(config)
      this.#cancelled.promise.catch(() => undefined)
    }

    async run(): Promise<TrialOutcome> {
      this.#startUnixNs = unixNowNs()
      const ends = new Promise<void>((resolve) => (script.hangs ? undefined : setTimeout(resolve, script.runMs ?? 5)))
      await Promise.race([ends, this.#cancelled.promise])
      if (script.fails !== undefined) throw new Error(script.fails)
      return { ...plainOutcome(this.#startUnixNs), ...script.outcome }
    }

    cancel(): void {
      if (!script.ignoresCancel) this.#cancelled.reject(new Error('cancelled'))
    }

    takeIoctls(): IoctlRecord[] {
      const at = this.#startUnixNs
      const plain = { phase: 'setup', target: 'device', name: 'VHOST_SET_OWNER', request: 0xaf01, args: [], result: 0 }
      return (script.ioctls ?? []).map((ioctl) => ({ ...plain, startUnixNs: at + 10n, endUnixNs: at + 20n, ...ioctl }))
    }

    discardDoorbells(): void {
      this.#batches.length = 0
    }

    async nextDoorbells(header: ScriptedDatapath['headers'][number], maxSpans: number): Promise<DoorbellBatch | null> {
      headers.push(header)
      const spans = this.#batches.shift()
      return spans === undefined ? null : { body: Buffer.from(`doorbells ${spans} of at most ${maxSpans}`), spans }
    }
  }
  return { Trial: ScriptedTrial, unixNowNs, clockSource: () => 'monotonic', configs, headers }
}

function plainOutcome(at: bigint): TrialOutcome {
  return {
    phases: [
      { name: 'setup', startUnixNs: at, endUnixNs: at + 1_000n },
      { name: 'warmup', startUnixNs: at + 1_000n, endUnixNs: at + 2_000n },
      { name: 'measure', startUnixNs: at + 2_000n, endUnixNs: at + 3_000n },
      { name: 'teardown', startUnixNs: at + 3_000n, endUnixNs: at + 4_000n },
    ],
    sent: 1_000,
    unsent: 0,
    verified: 990,
    lost: 10,
    corrupt: 0,
    duplicate: 0,
    reordered: 0,
    droppedNoBuffer: 0,
    bytesVerified: 990 * 64,
    durationNs: 1_000_000,
    offeredRatePps: 1e6,
    generatorLimited: false,
    verify: 'full',
    expectedFaults: false,
    queues: [],
    kick: tracedDoorbells(30, 1),
    call: tracedDoorbells(12, 2),
    ioctlsIssued: 3,
    outliers: 0,
    drainedWhileRunning: false,
    pages: '4K',
    clock: 'monotonic',
    clockMapping: { anchorTicks: 1n, anchorUnixNs: at, nsPerTick: 1 },
    nice: 0,
  }
}

function tracedDoorbells(rung: number, suppressed: number): TrialOutcome['kick'] {
  const latency = { count: rung, minNs: 90, p50Ns: 100, p90Ns: 110, p99Ns: 120, p999Ns: 130, maxNs: 140, histogram: '' }
  const trace = { recorded: rung, observed: rung, selected: rung, batches: [rung], latency }
  return { rung, suppressed, dropped: 0, observationsDropped: 0, trace }
}
