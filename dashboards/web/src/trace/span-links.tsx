/** What else one can do with what is chosen: its data, a link to it, and the same in the terminal. */
import type { TraceSpan } from '@ringside/contract'
import { Copyable } from '../parts/copyable.tsx'
import { RawData } from '../parts/raw-data.tsx'
import type { Scene } from './scene.ts'

export function SpanLinks({ scene, span, command }: { scene: Scene; span?: TraceSpan; command?: string }) {
  return (
    <p class="links">
      {span && (
        <>
          <a href={`/runs/${scene.trace.runId}/trace?span=${span.spanId}`}>Link to this span</a>
          <RawData name={`span-${span.spanId}`} data={span} />
        </>
      )}
      {command && <Copyable text={command} />}
    </p>
  )
}
