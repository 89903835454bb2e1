/** What stands behind a row, with the traces of the slowest packets of both sides. */
import type { SetDetail, SetRow } from '@ringside/contract'
import { RowDetail } from '../../../../views/src/row-detail.tsx'
import { setSideNames } from '../../../../views/src/set-matchups.ts'
import { api, content } from '../../api/client.ts'
import { useQuery } from '../../api/use-query.ts'
import { Answer } from '../../parts/states.tsx'
import { SlowestPackets } from './slowest-packets.tsx'

export interface OpenRowProps {
  readonly row: SetRow
  readonly sets: { readonly a: string; readonly b: string | undefined }
}

export function OpenRow({ row, sets: { a, b } }: OpenRowProps) {
  const asked = { a, ...(b === undefined ? {} : { b }), row: row.key }
  const query = useQuery(row.key, async (signal) =>
    content<SetDetail>((await api.GET('/api/v1/comparisons/sets/row', { params: { query: asked }, signal })) as never),
  )
  const names = setSideNames(row.comparison)
  return (
    <Answer query={query} what={row.comparison.label}>
      {(detail) => (
        <RowDetail detail={detail} names={names}>
          <div class="slowest">
            {([row.comparison.a, row.comparison.b] as const).map(({ runId, backend }, i) => (
              <SlowestPackets key={`${runId} ${backend}`} runId={runId} backend={backend} name={names[i] ?? backend} />
            ))}
          </div>
        </RowDetail>
      )}
    </Answer>
  )
}
