/** Shows how runs get on: a bar for each on a terminal, a line for each change of state elsewhere. */
import type { RunSummary } from '@ringside/contract'
import { formatQuantity } from '@ringside/dashboards'
import cliProgress, { type SingleBar } from 'cli-progress'

export interface Progress {
  update(run: RunSummary): void
  /** A line that must not be drawn over by a bar. */
  note(line: string): void
  /** Leaves the last state standing. */
  end(): void
}

/** Bars when standard error is a terminal, else lines. */
export function showProgress(runs: readonly RunSummary[]): Progress {
  const { stderr } = process
  return stderr.isTTY ? progressBars(runs, stderr) : progressLines((line) => stderr.write(`${line}\n`))
}

function progressBars(runs: readonly RunSummary[], stream: NodeJS.WriteStream): Progress {
  const labelColumns = Math.max(...runs.map(({ label }) => label.length), 0)
  const bars = new cliProgress.MultiBar(
    {
      stream,
      format: `  {label} {bar} {percent} %  {step}`,
      barsize: 24,
      hideCursor: true,
      clearOnComplete: false,
      emptyOnZero: true,
      forceRedraw: true,
      // Ctrl-C is handled by whoever follows the runs.
      gracefulExit: false,
    },
    cliProgress.Presets.shades_grey,
  )
  const byRun = new Map<string, SingleBar>()
  const payload = (run: RunSummary) => ({
    label: run.label.padEnd(labelColumns),
    percent: String(percentOf(run)).padStart(3),
    step: stepOf(run),
  })
  for (const run of runs) byRun.set(run.id, bars.create(100, 0, payload(run)))
  return {
    update: (run) => byRun.get(run.id)?.update(percentOf(run), payload(run)),
    note: (line) => bars.log(`${line}\n`),
    end: () => bars.stop(),
  }
}

/** The lines, where each says what changed; progress within a state is left out, since nobody watches. */
export function progressLines(write: (line: string) => void): Progress {
  const states = new Map<string, string>()
  return {
    update: (run) => {
      if (states.get(run.id) === run.state) return
      states.set(run.id, run.state)
      // How far it has got is for those who watch.
      const { progress: _progress, ...rest } = run
      write(`${run.id}  ${run.label}: ${stepOf(rest)}`)
    },
    note: write,
    end: () => undefined,
  }
}

function percentOf({ state, progress }: RunSummary): number {
  if (state === 'succeeded') return 100
  return Math.floor(progress?.percent ?? 0)
}

/** `mapped 3/10, 4.1 s left`, or the state when there is nothing closer to say. */
function stepOf({ state, progress, failure, startedAt, endedAt }: RunSummary): string {
  if (state === 'failed') return `failed (${failure?.cause ?? 'no cause given'})`
  if (state === 'succeeded')
    return startedAt && endedAt
      ? `succeeded in ${formatQuantity((Date.parse(endedAt) - Date.parse(startedAt)) * 1e6, 'ns')}`
      : state
  if (state === 'running' && progress !== undefined) {
    return `${progress.phase}, ${formatQuantity(progress.remainingMs * 1e6, 'ns')} left`
  }
  return state
}
