/** What else one can do with a span: its data, a link to it, and the same in the terminal. */
import { Copyable } from '../parts/copyable.tsx'
import type { Scene } from './scene.ts'

export function SpanLinks({ scene, spanId, command }: { scene: Scene; spanId?: string; command?: string }) {
  const { runId } = scene.trace
  return (
    <p class="links">
      {spanId && (
        <>
          <a href={`/runs/${runId}/trace?span=${spanId}`}>Link to this span</a>
          <a href={`/api/v1/runs/${runId}/spans/${spanId}`} target="_blank" rel="noreferrer">
            JSON
          </a>
        </>
      )}
      {command && <Copyable text={command} />}
    </p>
  )
}
