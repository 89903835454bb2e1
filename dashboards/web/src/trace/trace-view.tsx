/** A trace as one moves through it: minimap, time, rows, and beside them what is chosen. */
import type { RunDetail, RunTrace, SpanFilter } from '@ringside/contract'
import { useCallback, useMemo, useRef, useState } from 'preact/hooks'
import { formatQuantity } from '../../../words/src/quantity.ts'
import { Failed } from '../parts/states.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { TimeAxis } from './axis.tsx'
import { around } from './doorbell-panel.tsx'
import { keyWords, treeKey, viewShortcuts } from './keys.ts'
import { Minimap } from './minimap.tsx'
import { passedWords } from './notices.tsx'
import { Panel } from './panel.tsx'
import { pngOf } from './picture.ts'
import { sceneOf } from './scene.ts'
import { lengthOf, offsetWords, padded } from './time.ts'
import { Toolbar } from './toolbar.tsx'
import { useBells } from './use-bells.ts'
import { type Chosen, useChosen } from './use-chosen.ts'
import { usePalette } from './use-palette.ts'
import { useView, type View } from './use-view.ts'
import { Waterfall } from './waterfall.tsx'

export interface TraceViewProps {
  readonly run: RunDetail
  readonly trace: RunTrace
  readonly filter: SpanFilter
  readonly search: string
  readonly onSearch: (text: string) => void
}

export function TraceView({ run, trace, filter, search, onSearch }: TraceViewProps) {
  const scene = useMemo(() => sceneOf(trace), [trace])
  const view = useView(scene, search)
  const chosen = useChosen(scene, view)
  const [widthPx, setWidthPx] = useState(0)
  const [pointNs, setPointNs] = useState<number>()
  const { bells, asking, error } = useBells({ scene, filter, shown: view.shown, widthPx })
  const { palette, colorOf } = usePalette(run.backends)
  const field = useRef<HTMLInputElement>(null)
  const chart = useRef<HTMLDivElement>(null)
  const fit = chosen.stretch && (() => view.look(padded(chosen.stretch ?? scene.whole, 0.1)))
  const neighbour = useNeighbour(run.id, chosen, view)
  useShortcuts(
    viewShortcuts({
      view,
      row: chosen.row,
      fit: fit ?? (() => undefined),
      neighbour,
      aroundNs: () => pointNs ?? middleSeen(chosen, view),
      focusRows: () => chart.current?.querySelector<HTMLElement>('.row-labels')?.focus({ preventScroll: true }),
      search: () => field.current?.focus(),
    }),
  )
  const onKey = useCallback(
    (event: KeyboardEvent) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && treeKey(event.key, view, chosen.row)) event.preventDefault()
    },
    [view, chosen.row],
  )
  const look = { scene, bells, view, palette, colorOf }
  const save = () => {
    const scroller = chart.current?.querySelector<HTMLElement>('.rows-scroller')
    const [top, height] = [scroller?.scrollTop ?? 0, scroller?.clientHeight ?? 0]
    const { marked, row: selected } = chosen
    const seen = { scene, list: view.list, bells, top, selected, marked, pointerX: undefined }
    const link = document.createElement('a')
    link.href = pngOf({ width: widthPx, height, shown: view.shown, palette, colorOf }, seen)
    link.download = `trace-${run.id}.png`
    link.click()
  }
  return (
    <>
      <Toolbar
        view={view}
        search={search}
        onSearch={onSearch}
        field={field}
        passed={passedWords(trace)}
        onPicture={save}
        fit={fit}
      />
      <div class="trace-body">
        <section class="trace-chart" aria-label="Waterfall" ref={chart}>
          <div class="corner">
            <Legend run={run} />
          </div>
          <Minimap {...look} />
          <div class="corner readout soft" aria-live="off">
            {pointNs === undefined ? `${formatQuantity(lengthOf(view.shown), 'ns')} shown` : offsetWords(pointNs)}
            {asking && ' …'}
          </div>
          <TimeAxis view={view} palette={palette} colorOf={colorOf} />
          <Waterfall {...look} row={chosen.row} marked={chosen.marked} onKey={onKey} onWidth={setWidthPx} onPoint={setPointNs} />
        </section>
        <Panel run={run} scene={scene} view={view} filter={filter} chosen={chosen} />
      </div>
      {error && <Failed error={error} />}
      <p class="soft key-line">
        {keyWords.map(([key, what]) => (
          <span key={key}>
            <kbd>{key}</kbd> {what}
          </span>
        ))}
      </p>
    </>
  )
}

/** Of what is chosen, where it is seen. */
function middleSeen({ stretch }: Chosen, { shown }: View): number | undefined {
  if (stretch === undefined) return undefined
  const middle = (stretch.fromNs + stretch.toNs) / 2
  return middle > shown.fromNs && middle < shown.toNs ? middle : undefined
}

function Legend({ run }: { run: RunDetail }) {
  return (
    <span class="trace-legend">
      {run.backends.map((backend, slot) => (
        <span key={backend}>
          <span class={`swatch s${slot % 6}`} aria-hidden="true" /> {backend}
        </span>
      ))}
    </span>
  )
}

/** To the doorbell after or before the chosen one; of spans, to the next row of the same kind. */
function useNeighbour(runId: string, { span, marked, row }: Chosen, view: View): (by: 1 | -1) => void {
  return async (by) => {
    if (marked && span) {
      const near = await around(runId, span, AbortSignal.timeout(10_000)).catch(() => [])
      const next = near[near.findIndex(({ spanId }) => spanId === span.spanId) + by]
      if (next) view.select(next.spanId)
      return
    }
    const { rows } = view.list
    const at = view.list.indexOf.get(row ?? '') ?? -1
    const here = rows[at]
    for (let i = at + by; i >= 0 && i < rows.length; i += by) {
      const found = rows[i]
      if (found?.kind === here?.kind && found?.level === here?.level && found) return view.select(found.key)
    }
  }
}
