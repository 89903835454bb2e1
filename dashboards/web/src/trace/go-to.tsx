/** To another span of the trace. */
import type { ComponentChildren } from 'preact'
import type { View } from './use-view.ts'

export function GoTo({ view, to, children }: { view: View; to: string; children: ComponentChildren }) {
  return (
    <button type="button" class="go-to" onClick={() => view.select(to)}>
      {children}
    </button>
  )
}
