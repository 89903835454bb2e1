/** Where to begin: the packets that came latest, each with the doorbell around it that took longest. */
import type { OutlierList, RunDetail, SpanFilter, TraceSpan } from '@ringside/contract'
import { attributes } from '@ringside/contract/span'
import { formatCount, formatQuantity } from '../../../words/src/quantity.ts'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { Answer } from '../parts/states.tsx'
import { GoTo } from './go-to.tsx'
import { laneTitle } from './labels.ts'
import type { Scene } from './scene.ts'
import { SpanLinks } from './span-links.tsx'
import type { View } from './use-view.ts'

const listed = 12

interface SlowestPacketsProps {
  readonly run: RunDetail
  readonly scene: Scene
  readonly view: View
  readonly filter: SpanFilter
}

export function SlowestPackets({ run, scene, view, filter }: SlowestPacketsProps) {
  const query = useQuery(`${run.id} ${JSON.stringify(filter)} ${scene.trace.spans.length}`, async (signal) => {
    const params = { path: { id: run.id }, query: { ...filter, limit: listed } }
    return content<OutlierList>(await api.GET('/api/v1/runs/{id}/outliers', { params, signal }))
  })
  return (
    <>
      <Answer query={query} what="the slowest packets">
        {({ outliers, total }) => (
          <>
            <h2>Slowest packets</h2>
            {outliers.length === 0 ? (
              <p class="soft">
                No packet is marked as late. Packets beyond a percentile of latency are, where the suite asks for it:{' '}
                <code>tracing.outliers</code>.
              </p>
            ) : (
              <p class="soft">
                {formatCount(outliers.length)} of {formatCount(total)}; beside each, the slowest doorbell around it.
              </p>
            )}
            <ol class="plain packets">
              {outliers.map((packet) => (
                <Packet key={packet.spanId} packet={packet} view={view} />
              ))}
            </ol>
          </>
        )}
      </Answer>
      <SlowestLanes scene={scene} view={view} />
      <SpanLinks scene={scene} command={`ringside trace ${run.id} --outliers`} />
    </>
  )
}

function Packet({ packet, view }: { packet: OutlierList['outliers'][number]; view: View }) {
  const { attributes: values } = packet
  const trial = values[attributes.trialIndex]
  const words = [trial === undefined ? '' : `trial ${Number(trial) + 1}`, values[attributes.backend] ?? ''].filter(
    (word) => word !== '',
  )
  const slowest = packet.doorbells.reduce<TraceSpan | undefined>(
    (most, each) => (most === undefined || each.durationNs > most.durationNs ? each : most),
    undefined,
  )
  return (
    <li>
      <GoTo view={view} to={packet.spanId} children={formatQuantity(packet.durationNs, 'ns')} /> {words.join(' ')}
      {slowest && (
        <>
          {', '}
          <GoTo view={view} to={slowest.spanId}>
            {slowest.name.replace('doorbell.', '')} {formatQuantity(slowest.durationNs, 'ns')}
          </GoTo>
        </>
      )}
    </li>
  )
}

/** Kinds of doorbells with the longest waits. */
function SlowestLanes({ scene, view }: { scene: Scene; view: View }) {
  const slowest = scene.lanes.toSorted((a, b) => b.doorbells.durationNsMax - a.doorbells.durationNsMax).slice(0, 5)
  if (slowest.length === 0) return null
  return (
    <>
      <h3>Doorbells that waited longest</h3>
      <ol class="plain">
        {slowest.map(({ handle, doorbells }) => {
          const values = scene.spans.get(doorbells.parentSpanId)?.span.attributes ?? {}
          const trial = values[attributes.trialIndex]
          return (
            <li key={handle}>
              <GoTo view={view} to={handle} children={laneTitle(doorbells)} /> {formatQuantity(doorbells.durationNsMax, 'ns')}
              {trial !== undefined && `, trial ${Number(trial) + 1} ${values[attributes.backend] ?? ''}`}
            </li>
          )
        })}
      </ol>
    </>
  )
}
