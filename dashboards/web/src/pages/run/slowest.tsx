/** The slowest packets of a run, each a way to its place in the waterfall. */
import type { OutlierList } from '@ringside/contract'
import { formatCount, formatQuantity } from '../../../../words/src/quantity.ts'
import { api, content } from '../../api/client.ts'
import { useQuery } from '../../api/use-query.ts'
import { FigureTable } from './figure-table.tsx'

const shown = 5

export function Slowest({ id }: { id: string }) {
  const { data } = useQuery(id, async (signal) => {
    const params = { path: { id }, query: { limit: shown } }
    return content<OutlierList>(await api.GET('/api/v1/runs/{id}/outliers', { params, signal }))
  })
  if (data === undefined || data.outliers.length === 0) return null
  const rows = data.outliers.map(({ spanId, durationNs, attributes, doorbells }) => [
    <a key={spanId} href={`/runs/${id}/trace?span=${spanId}`}>
      {formatQuantity(durationNs, 'ns')}
    </a>,
    attributes['vhost.backend'] ?? '–',
    String(Number(attributes['bench.trial.index'] ?? 0) + 1),
    attributes['virtio.queue.index'] ?? '–',
    formatCount(Number(attributes['bench.packet.sequence'] ?? 0)),
    <Doorbells key="doorbells" id={id} doorbells={doorbells} />,
  ])
  return (
    <FigureTable
      caption={`The slowest of ${formatCount(data.total)} late packets, with the doorbells around them`}
      head={['late by', 'backend', 'trial', 'queue', 'packet', 'doorbells']}
      rows={rows}
    />
  )
}

function Doorbells({ id, doorbells }: { id: string; doorbells: OutlierList['outliers'][number]['doorbells'] }) {
  const [slowest] = doorbells.toSorted((a, b) => b.durationNs - a.durationNs)
  if (slowest === undefined) return <span class="soft">none traced</span>
  return (
    <>
      {doorbells.length}, slowest{' '}
      <a href={`/runs/${id}/trace?span=${slowest.spanId}`}>{formatQuantity(slowest.durationNs, 'ns')}</a>
    </>
  )
}
