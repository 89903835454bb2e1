/** Rows of two sets by what stands against each other, under the names that people see. */
import type { Comparison, SetComparison } from '@ringside/contract'
import type { Matchup } from '../../words/src/sentence.ts'

/** `sw (A)` and `sw (B)` where both sides bear one name. */
export const setSideNames = ({ a, b }: Pick<Comparison, 'a' | 'b'>): readonly [string, string] =>
  a.backend === b.backend ? [`${a.backend} (A)`, `${b.backend} (B)`] : [a.backend, b.backend]

export function setMatchups({ rows }: Pick<SetComparison, 'rows'>): Matchup[] {
  const groups = Map.groupBy(
    rows.map(({ comparison }) => comparison),
    (comparison) => setSideNames(comparison).join('\n'),
  )
  return [...groups.values()].map((comparisons) => {
    const [a, b] = setSideNames(comparisons[0] as Comparison)
    return { a, b, comparisons }
  })
}
