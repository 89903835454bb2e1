/** Drives one trial on the native datapath, within a time limit, and says how it ended. */
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunFailure } from '@ringside/contract'
import type { Datapath, IoctlRecord, NativeTrial, TrialConfig, TrialOutcome } from './datapath.ts'
import { failureOf } from './run-failure.ts'
import { readCpuTimes, stealRatio } from './steal.ts'

/** What a trial may take beyond its warm-up and duration before it is cancelled. */
const trialGraceMs = 10_000
/** What a cancelled trial may take to end. */
const cancelGraceMs = 5_000

export interface TrialPlan {
  readonly backend: string
  /** 0-based, per backend. */
  readonly index: number
  readonly config: TrialConfig
  /** What it may take beyond its warm-up and duration. Default 10 000. */
  readonly graceMs?: number
}

interface TrialRecord {
  readonly plan: TrialPlan
  readonly startedUnixNs: bigint
  readonly endedUnixNs: bigint
  readonly ioctls: readonly IoctlRecord[]
}

export interface FinishedTrial extends TrialRecord {
  readonly ok: true
  readonly outcome: TrialOutcome
  /** Share of CPU time the hypervisor took during the trial. */
  readonly stealRatio: number
  /** Holds the trial's doorbells until they are exported. */
  readonly native: NativeTrial
}

export interface FailedTrial extends TrialRecord {
  readonly ok: false
  readonly failure: RunFailure
  /** Its threads did not end when they were cancelled and may still load this host. */
  readonly stuck: boolean
}

export type TrialRun = FinishedTrial | FailedTrial

export interface TrialControl {
  /** Aborting cancels the trial; the signal's reason becomes the failure: a RunFailed as it is, else its message. */
  readonly signal: AbortSignal
  /** Given the trial as soon as it runs. */
  readonly onRunning?: (native: NativeTrial) => void
}

/** Runs a trial to its end. */
export async function runTrial(datapath: Datapath, plan: TrialPlan, control: TrialControl): Promise<TrialRun> {
  const before = readCpuTimes()
  const startedUnixNs = datapath.unixNowNs()
  let native: NativeTrial | undefined
  const record = (): TrialRecord => {
    return { plan, startedUnixNs, endedUnixNs: datapath.unixNowNs(), ioctls: native?.takeIoctls() ?? [] }
  }
  const missing = await missingCapture(plan.config)
  if (missing !== undefined) return { ...record(), ok: false, failure: missing, stuck: false }
  try {
    native = new datapath.Trial(plan.config)
    const ending = await drive(native, plan, control)
    if (!('outcome' in ending)) return { ...record(), ok: false, ...ending }
    return { ...record(), ok: true, outcome: ending.outcome, stealRatio: stealRatio(before, readCpuTimes()), native }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { ...record(), ok: false, failure: { cause: 'benchmark', message: `${title(plan)} failed: ${message}` }, stuck: false }
  }
}

type Ending = { readonly outcome: TrialOutcome } | { readonly failure: RunFailure; readonly stuck: boolean }

/** The outcome, or why the trial was ended early. Rejects when the datapath itself fails. */
async function drive(native: NativeTrial, plan: TrialPlan, { signal, onRunning }: TrialControl): Promise<Ending> {
  if (signal.aborted) return { failure: failureOf(signal.reason), stuck: false }
  const limitMs = plan.config.warmupMs + plan.config.durationMs + (plan.graceMs ?? trialGraceMs)
  const done = new AbortController()
  const running = native.run().then((outcome) => ({ outcome }))
  onRunning?.(native)
  const ended = await Promise.race([
    running,
    sleep(limitMs, 'timeout' as const, { signal: done.signal }),
    new Promise<'stopped'>((resolve) => signal.addEventListener('abort', () => resolve('stopped'), { signal: done.signal })),
  ]).finally(() => done.abort())
  if (typeof ended === 'object') return ended
  native.cancel()
  const settled = await Promise.race([running.then(Boolean, () => true), sleep(cancelGraceMs, false, { ref: false })])
  return { failure: ended === 'stopped' ? failureOf(signal.reason) : tooLong(plan, limitMs), stuck: !settled }
}

const tooLong = (plan: TrialPlan, limitMs: number): RunFailure => ({
  cause: 'timeout',
  message: `${title(plan)} did not end within ${limitMs / 1000} s, its warm-up and duration included; is the host overloaded?`,
})

const title = (plan: TrialPlan): string => `trial ${plan.index + 1} of backend ${plan.backend}`

async function missingCapture({ capturePath }: TrialConfig): Promise<RunFailure | undefined> {
  if (capturePath === undefined) return undefined
  try {
    await access(capturePath, constants.R_OK)
    return undefined
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    const message = `capture ${capturePath} cannot be read on this host (${code}); put a pcap or pcapng file there, or change matrix.frame in the suite`
    return { cause: 'benchmark', message }
  }
}
