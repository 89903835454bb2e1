/** Beside the rows: everything of what is chosen, or where to begin. */
import type { RunDetail, SpanFilter } from '@ringside/contract'
import { Failed, Loading } from '../parts/states.tsx'
import { DoorbellPanel } from './doorbell-panel.tsx'
import { FoldPanel } from './fold-panel.tsx'
import { BellsPanel, LanePanel } from './lane-panel.tsx'
import type { Scene } from './scene.ts'
import { SlowestPackets } from './slowest-packets.tsx'
import { SpanPanel } from './span-panel.tsx'
import type { Chosen } from './use-chosen.ts'
import type { View } from './use-view.ts'

export interface PanelProps {
  readonly run: RunDetail
  readonly scene: Scene
  readonly view: View
  readonly filter: SpanFilter
  readonly chosen: Chosen
}

export function Panel(props: PanelProps) {
  const { view, chosen } = props
  return (
    <aside class="trace-panel" aria-label={view.selected === undefined ? 'Slowest packets' : 'What is chosen'}>
      {view.selected !== undefined && (
        <button type="button" class="quiet close" onClick={() => view.select(undefined)} aria-label="Close">
          ✕
        </button>
      )}
      <Content {...props} />
      {chosen.query.error && <Failed error={chosen.query.error} retry={chosen.query.reload} />}
    </aside>
  )
}

function Content({ run, scene, view, filter, chosen }: PanelProps) {
  if (view.selected === undefined) return <SlowestPackets run={run} scene={scene} view={view} filter={filter} />
  const row = view.list.rows[view.list.indexOf.get(chosen.row ?? '') ?? -1]
  if (chosen.marked && chosen.span) return <DoorbellPanel scene={scene} view={view} span={chosen.span} />
  if (row?.kind === 'lane') return <LanePanel scene={scene} view={view} node={row.node} />
  if (row?.kind === 'bells') return <BellsPanel view={view} lanes={row.lanes} />
  if (row?.kind === 'fold') return <FoldPanel view={view} node={row.node} />
  const known = scene.spans.get(view.selected)
  if (known) return <SpanPanel scene={scene} view={view} node={known} full={chosen.span} page={chosen.query.data} />
  if (chosen.span) return <DoorbellPanel scene={scene} view={view} span={chosen.span} />
  return chosen.query.loading ? <Loading what={`span ${view.selected}`} /> : null
}
