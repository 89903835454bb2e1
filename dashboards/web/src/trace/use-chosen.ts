/** What is chosen: a row, or a single doorbell, which is asked for by its id. */
import type { FullSpan, SpanPage } from '@ringside/contract'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { api, content } from '../api/client.ts'
import { type Query, useQuery } from '../api/use-query.ts'
import type { Marked } from './draw-rows.ts'
import { laneOf } from './lane-of.ts'
import { bellsKey } from './rows.ts'
import { type Scene, stretchOf } from './scene.ts'
import type { Stretch } from './time.ts'
import type { View } from './use-view.ts'

export interface Chosen {
  /** Everything of the span that is chosen; its data is undefined while it comes and where a fold is chosen. */
  readonly query: Query<SpanPage | undefined>
  readonly span: FullSpan | undefined
  /** Key of the row. */
  readonly row: string | undefined
  readonly stretch: Stretch | undefined
  readonly marked: Marked | undefined
}

const isSpanId = (key: string | undefined): key is string => key !== undefined && /^[0-9a-f]{16}$/.test(key)

export function useChosen(scene: Scene, view: View): Chosen {
  const { selected } = view
  const query = useQuery(`${scene.trace.runId} ${selected ?? ''}`, (signal) => askFor(scene, selected, signal))
  const span = query.data?.spans[0]
  const found = useMemo((): Pick<Chosen, 'row' | 'stretch' | 'marked'> => {
    const known = scene.spans.get(selected ?? '')?.span
    if (known) return { row: selected, stretch: stretchOf(scene, known), marked: undefined }
    const lane = span && laneOf(scene, span)
    if (span && lane) {
      const stretch = stretchOf(scene, span)
      return { row: lane.handle, stretch, marked: { lane: lane.handle, stretch } }
    }
    return { row: isSpanId(selected) ? undefined : selected, stretch: undefined, marked: undefined }
  }, [scene, selected, span])
  useReveal(scene, view, found)
  return { query, span, ...found }
}

async function askFor(scene: Scene, selected: string | undefined, signal: AbortSignal): Promise<SpanPage | undefined> {
  if (!isSpanId(selected)) return undefined
  const path = { id: scene.trace.runId, span: selected }
  return content<SpanPage>(await api.GET('/api/v1/runs/{id}/spans/{span}', { params: { path }, signal }))
}

/** Opens what hides the chosen one, and looks where a doorbell is that is not seen; once for each that is chosen. */
function useReveal(scene: Scene, view: View, { row, stretch, marked }: Pick<Chosen, 'row' | 'stretch' | 'marked'>): void {
  const done = useRef<string>(undefined)
  useEffect(() => {
    if (row === undefined || view.selected === undefined || done.current === view.selected) return
    done.current = view.selected
    const above = scene.above.get(row)
    const lane = scene.lanes.find(({ handle }) => handle === row)
    const keys = (above ?? []).map((node) => (node.kind === 'span' ? node.span.spanId : node.handle))
    view.open(lane ? [...keys, bellsKey(lane.doorbells.parentSpanId)] : keys)
    if (marked) view.reveal(stretch as Stretch)
    else if (stretch && (stretch.toNs < view.shown.fromNs || stretch.fromNs > view.shown.toNs)) view.reveal(stretch)
  }, [scene, row, view.selected])
}
