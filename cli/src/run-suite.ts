/** Submits a suite and sees it through: the trace's root, the runs as they go, the report. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { attributes, type Report, type RunSummary, type Submission, type Suite, spanNames } from '@ringside/contract'
import { type Client, Unreachable } from './client.ts'
import { CommandFailure } from './failure.ts'
import { follow } from './follow.ts'
import { showProgress } from './progress.ts'

/** Tries at submitting where a connection breaks or a controller is about to stop. */
const submitAttempts = 3
const submitRetryDelayMs = 1_000

export interface RunSuiteOptions {
  readonly client: Client
  readonly suite: Suite
  /** Aborts the following, not the runs. */
  readonly signal: AbortSignal
  /** Under which the suite is submitted once, however often this is called; default: a new one. */
  readonly key?: string | undefined
  note(line: string): void
}

/** Submits and returns at once. Throws {@link CommandFailure} when the controller refuses or does not answer. */
export async function submitSuite(options: Pick<RunSuiteOptions, 'client' | 'suite' | 'key'>): Promise<Submission> {
  return traced(options, (trace) => submitOnce(options, trace))
}

/** Submits, follows until every run is final, and returns the report. A failed run is in the report, not thrown. */
export async function runSuite(options: RunSuiteOptions): Promise<Report> {
  const { client, signal, note } = options
  return traced(options, async (trace) => {
    const submission = await submitOnce(options, trace)
    note(
      `submitted ${submission.id}: ${submission.runs.length} ${submission.runs.length === 1 ? 'run' : 'runs'} on ${hostsOf(submission)}`,
    )
    const progress = showProgress(submission.runs)
    try {
      await follow(client, submission.id, { signal, run: progress.update, notice: progress.note })
    } catch (error) {
      if (signal.aborted) throw new CommandFailure(goesOn(submission))
      throw error
    } finally {
      progress.end()
    }
    return client.report(submission.id)
  })
}

/** What to say of runs that did not succeed; empty when all did. */
export function failuresOf(runs: readonly RunSummary[]): string[] {
  return runs
    .filter(({ state }) => state !== 'succeeded')
    .map(
      ({ id, label, state, failure }) =>
        `run ${id} (${label}) ${failure === undefined ? `is ${state}` : `failed: ${failure.cause}: ${failure.message}`}`,
    )
}

/** Submits, again where nobody knows whether it arrived: the key makes it the same submission. */
async function submitOnce(
  { client, suite, key = randomUUID() }: Pick<RunSuiteOptions, 'client' | 'suite' | 'key'>,
  trace: Readonly<Record<string, string>>,
): Promise<Submission> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.submit({ suite }, { key, trace })
    } catch (error) {
      if (!(error instanceof Unreachable) || !error.mayHaveArrived || attempt === submitAttempts) throw error
      await sleep(submitRetryDelayMs)
    }
  }
}

/** The trace's root span around `work`; OpenTelemetry is loaded only for commands that make spans. */
async function traced<T>(
  { client, suite }: Pick<RunSuiteOptions, 'client' | 'suite'>,
  work: (headers: Readonly<Record<string, string>>) => Promise<T>,
) {
  // With a token there is no root: the receiver takes spans from agents alone, and the trace begins at the controller.
  if (client.hasToken) return work({})
  const { withRootSpan } = await import('./telemetry.ts')
  return withRootSpan({ name: spanNames.cliRun, url: client.url }, (span) => {
    span.set({ [attributes.suite]: suite.name })
    return work(span.headers)
  })
}

function hostsOf({ runs }: Submission): string {
  return [...new Set(runs.map(({ host }) => host))].join(', ')
}

function goesOn({ id, runs }: Submission): string {
  const [first] = runs
  const trace = first === undefined ? '' : `, or one run with: ringside trace ${first.id}`
  return `stopped following ${id}; its runs go on. See them with: ringside runs${trace}`
}
