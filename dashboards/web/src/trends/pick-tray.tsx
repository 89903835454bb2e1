/** The runs chosen in trends, and the way to what changed between them. */
import { comparePath, type LinkedSide, runPath } from '@ringside/contract/links'
import { Copyable } from '../parts/copyable.tsx'
import { pickNames } from './picks.ts'

export function PickTray({ picks, onClear }: { picks: readonly LinkedSide[]; onClear: () => void }) {
  const [a, b] = picks
  if (a === undefined) return null
  return (
    <aside class="tray" aria-label="Chosen runs">
      <p class="links" aria-live="polite">
        {picks.map(({ runId, backend }, i) => (
          <span key={pickNames[i]}>
            <strong>{pickNames[i]}</strong> <a href={runPath(runId)}>{runId}</a> {backend}
          </span>
        ))}
        {b === undefined ? (
          <span class="soft">Choose another run to see what changed between the two.</span>
        ) : (
          <a class="tray-go" href={comparePath(a, b)}>
            What changed between these two
          </a>
        )}
        <button type="button" class="quiet" onClick={onClear}>
          Clear
        </button>
      </p>
      {b && <Copyable text={`ringside compare ${a.runId}:${a.backend} ${b.runId}:${b.backend}`} />}
    </aside>
  )
}
