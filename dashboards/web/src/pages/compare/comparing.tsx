/** A comparison as the controller answers it. */
import type { SetComparison } from '@ringside/contract'
import { api, content } from '../../api/client.ts'
import { useQuery } from '../../api/use-query.ts'
import { Failed, Loading } from '../../parts/states.tsx'
import { Compared, type ComparedProps } from './compared.tsx'
import { SetForm } from './set-form.tsx'
import type { CompareView } from './view.ts'

export interface ComparingProps extends Omit<ComparedProps, 'comparison'> {
  readonly onCompare: (sets: Pick<CompareView, 'a' | 'b'>) => void
}

export function Comparing({ view, onChange, onCompare }: ComparingProps) {
  const { a, b } = view
  const asked = b === undefined ? { a } : { a, b }
  const { data, error, reload } = useQuery(`${a}\n${b}`, async (signal) =>
    content<SetComparison>((await api.GET('/api/v1/comparisons/sets', { params: { query: asked }, signal })) as never),
  )
  return (
    <>
      {data === undefined && <h1>Compare</h1>}
      {error && <Failed error={error} retry={reload} />}
      {data && <Compared comparison={data} view={view} onChange={onChange} />}
      {data === undefined && !error && <Loading what="the comparison" />}
      <details class="sets" open={data === undefined || data.rows.length === 0}>
        <summary>Compare something else</summary>
        <SetForm a={a} b={b} onCompare={onCompare} />
      </details>
    </>
  )
}
