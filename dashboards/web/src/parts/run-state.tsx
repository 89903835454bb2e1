/** The state of a run in words and one mark, with how far it has come. */
import type { RunSummary } from '@ringside/contract'

const marks = { queued: '○', claimed: '◔', running: '◑', succeeded: '●', failed: '✕' } as const

export function RunState({ run }: { run: RunSummary }) {
  const { state, progress, failure } = run
  const words = state === 'failed' ? `failed: ${failure?.cause ?? 'no cause recorded'}` : run.cancelling ? 'ending' : state
  return (
    <span class={`run-state ${state}`}>
      <span aria-hidden="true">{marks[state]}</span> {words}
      {progress && (state === 'running' || state === 'claimed') && (
        <span class="soft">
          {' '}
          {progress.phase}
          <progress max={100} value={progress.percent} aria-label={`${run.label}: ${progress.phase}`} />
        </span>
      )}
    </span>
  )
}
