/** The slowest packets of one side, each with the doorbells around it and the way into their trace. */
import type { OutlierList } from '@ringside/contract'
import { formatCount, formatQuantity } from '../../../../words/src/quantity.ts'
import { api, content } from '../../api/client.ts'
import { useQuery } from '../../api/use-query.ts'
import { Answer } from '../../parts/states.tsx'

const shown = 3

export interface SlowestPacketsProps {
  readonly runId: string
  readonly backend: string
  readonly name: string
}

export function SlowestPackets({ runId, backend, name }: SlowestPacketsProps) {
  const query = useQuery(`${runId} ${backend}`, async (signal) =>
    content<OutlierList>(
      await api.GET('/api/v1/runs/{id}/outliers', {
        params: { path: { id: runId }, query: { backend, limit: shown } },
        signal,
      }),
    ),
  )
  return (
    <section>
      <h3>Slowest packets, {name}</h3>
      <Answer query={query} what="the slowest packets">
        {({ outliers, total }) =>
          outliers.length === 0 ? (
            <p class="soft">
              No packet of <a href={`/runs/${runId}/trace`}>this run</a> is in the trace: those beyond a percentile of latency
              are, where the suite asks for it.
            </p>
          ) : (
            <ol>
              {outliers.map((outlier) => (
                <Packet key={outlier.spanId} runId={runId} outlier={outlier} />
              ))}
              <li class="soft more">
                {formatCount(total)} in <a href={`/runs/${runId}/trace?q=packet.outlier`}>the trace</a>
              </li>
            </ol>
          )
        }
      </Answer>
    </section>
  )
}

function Packet({ runId, outlier }: { runId: string; outlier: OutlierList['outliers'][number] }) {
  const { spanId, durationNs, doorbells, attributes } = outlier
  const trial = attributes['bench.trial.index']
  const slowest = doorbells.toSorted((x, y) => y.durationNs - x.durationNs)[0]
  return (
    <li>
      <a href={`/runs/${runId}/trace?span=${spanId}`}>{formatQuantity(durationNs, 'ns')}</a>
      {trial !== undefined && `, trial ${Number(trial) + 1}`}
      {slowest && (
        <>
          , beside a{' '}
          <a href={`/runs/${runId}/trace?span=${slowest.spanId}`}>
            {slowest.name.replace('doorbell.', '')} of {formatQuantity(slowest.durationNs, 'ns')}
          </a>
        </>
      )}
    </li>
  )
}
