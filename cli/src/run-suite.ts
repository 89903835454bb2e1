/** Submits a suite and sees it through: the trace's root, the runs as they go, the report. */
import { attributes, type Report, type RunSummary, type Submission, type Suite, spanNames } from '@ringside/contract'
import type { Client } from './client.ts'
import { CommandFailure } from './failure.ts'
import { follow } from './follow.ts'
import { showProgress } from './progress.ts'

export interface RunSuiteOptions {
  readonly client: Client
  readonly suite: Suite
  /** Aborts the following, not the runs. */
  readonly signal: AbortSignal
  note(line: string): void
}

/** Submits and returns at once. Throws {@link CommandFailure} when the controller refuses or does not answer. */
export async function submitSuite({ client, suite }: Pick<RunSuiteOptions, 'client' | 'suite'>): Promise<Submission> {
  return traced({ client, suite }, (headers) => client.submit({ suite }, headers))
}

/** Submits, follows until every run is final, and returns the report. A failed run is in the report, not thrown. */
export async function runSuite({ client, suite, signal, note }: RunSuiteOptions): Promise<Report> {
  return traced({ client, suite }, async (headers) => {
    const submission = await client.submit({ suite }, headers)
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
