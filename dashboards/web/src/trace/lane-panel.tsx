/** Doorbells that are folded: of one kind, or of all that rang in a span. */
import type { FoldedDoorbells, SpanPage } from '@ringside/contract'
import { useState } from 'preact/hooks'
import { formatCount, formatQuantity } from '../../../words/src/quantity.ts'
import type { DoorbellNode } from '../../../words/src/trace-tree.ts'
import { api, content } from '../api/client.ts'
import { Failed } from '../parts/states.tsx'
import { type Fact, Facts } from './facts.tsx'
import { GoTo } from './go-to.tsx'
import { laneTitle, rateOf, titleOf } from './labels.ts'
import type { Scene } from './scene.ts'
import { SpanLinks } from './span-links.tsx'
import type { View } from './use-view.ts'

export function LanePanel({ scene, view, node }: { scene: Scene; view: View; node: DoorbellNode }) {
  const { doorbells, handle } = node
  const parent = scene.spans.get(doorbells.parentSpanId)?.span
  const facts: Fact[] = [
    ['rung', `${formatCount(doorbells.count)} times, ${formatQuantity(rateOf(doorbells), '/s')}`],
    [
      'noticed after',
      `p50 ${formatQuantity(doorbells.durationNsP50, 'ns')}, p99 ${formatQuantity(doorbells.durationNsP99, 'ns')}`,
    ],
    ['slowest', formatQuantity(doorbells.durationNsMax, 'ns')],
    ['buffers a ring', doorbells.batchMean.toFixed(1)],
    ['unobserved', formatCount(doorbells.unobserved)],
    ...(parent ? [['in', <GoTo key="in" view={view} to={parent.spanId} children={titleOf(parent)} />] as const] : []),
  ]
  return (
    <>
      <h2>{laneTitle(doorbells)}</h2>
      <Facts facts={facts} />
      <p>
        <SlowestButton key={handle} runId={scene.trace.runId} doorbells={doorbells} view={view} />
      </p>
      <p class="soft">
        Above, how many are rung at a time. Below, on a log axis, how long until they are noticed: the line is the median, the
        strong bar goes to p99, the pale one to the longest. Zoom in for each by itself.
      </p>
      <SpanLinks scene={scene} command={`ringside trace ${scene.trace.runId} --unfold ${handle}`} />
    </>
  )
}

/** The longest is known of each kind; which one that was is asked when somebody wants to see it. */
function SlowestButton({ runId, doorbells, view }: { runId: string; doorbells: FoldedDoorbells; view: View }) {
  const [error, setError] = useState<Error>()
  const find = async () => {
    const { parentSpanId: parent, name, queue, method, durationNsMax } = doorbells
    const query = { parent, name: [name], queue: [queue], ...(method && { method }), minDurationNs: durationNsMax, limit: 1 }
    try {
      const page = content<SpanPage>(await api.GET('/api/v1/runs/{id}/spans', { params: { path: { id: runId }, query } }))
      view.select(page.spans[0]?.spanId ?? view.selected)
    } catch (reason) {
      setError(reason as Error)
    }
  }
  return (
    <>
      <button type="button" onClick={find}>
        Slowest doorbell: {formatQuantity(doorbells.durationNsMax, 'ns')}
      </button>
      {error && <Failed error={error} />}
    </>
  )
}

export function BellsPanel({ view, lanes }: { view: View; lanes: readonly DoorbellNode[] }) {
  return (
    <>
      <h2>Doorbells</h2>
      <p class="soft">Kicks (driver to device) upwards, calls (device to driver) downwards. Enter opens each queue.</p>
      <table class="bell-list">
        <thead>
          <tr>
            <th>kind</th>
            <th class="number">count</th>
            <th class="number">p50</th>
            <th class="number">p99</th>
            <th class="number">max</th>
          </tr>
        </thead>
        <tbody>
          {lanes.map(({ handle, doorbells }) => (
            <tr key={handle}>
              <td>
                <GoTo view={view} to={handle} children={laneTitle(doorbells)} />
              </td>
              <td class="number">{formatCount(doorbells.count)}</td>
              <td class="number">{formatQuantity(doorbells.durationNsP50, 'ns')}</td>
              <td class="number">{formatQuantity(doorbells.durationNsP99, 'ns')}</td>
              <td class="number">{formatQuantity(doorbells.durationNsMax, 'ns')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
