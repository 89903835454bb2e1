/** The doorbells around a late packet. */
import type { OutlierList, TraceSpan } from '@ringside/contract'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { Answer } from '../parts/states.tsx'
import { DoorbellList } from './doorbell-list.tsx'
import type { Scene } from './scene.ts'
import type { View } from './use-view.ts'

/** Packets that begin in the same nanosecond. */
const mostAtOnce = 100

export function PacketDoorbells({ scene, view, packet }: { scene: Scene; view: View; packet: TraceSpan }) {
  const { runId } = scene.trace
  const linked = packet.links?.length ?? 0
  const query = useQuery(packet.spanId, async (signal) => {
    const times = { fromUnixNs: packet.startUnixNs, untilUnixNs: String(BigInt(packet.startUnixNs) + 1n) }
    const params = { path: { id: runId }, query: { ...times, limit: mostAtOnce } }
    return content<OutlierList>(await api.GET('/api/v1/runs/{id}/outliers', { params, signal }))
  })
  if (linked === 0) return <p class="soft">No doorbell is linked to it.</p>
  return (
    <Answer query={query} what="its doorbells">
      {({ outliers }) => {
        const doorbells = outliers.find(({ spanId }) => spanId === packet.spanId)?.doorbells ?? []
        if (doorbells.length === 0) return <p class="soft">Its {linked} doorbells are not stored.</p>
        const caption = 'Doorbells around it, by their time from its start'
        return <DoorbellList view={view} doorbells={doorbells} from={packet.startUnixNs} caption={caption} />
      }}
    </Answer>
  )
}
