/** Rows of two sets by what stands against each other, under the names that people see. */
import type { Comparison, SetComparison } from '@ringside/contract'
import { formatCount } from '../../words/src/quantity.ts'
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

/** Why there is no row. */
export function nothingWords({ a, b }: SetComparison): string {
  if (a.runs === 0) return `No run that succeeded is in ${a.text}.`
  if (b?.runs === 0) return `No run that succeeded is in ${b.text}.`
  return 'The sets have no point and metric in common.'
}

/** `suite:nightly: 400 runs of 25 points, 2026-11-01 to 2026-11-20`. */
export function foundWords({ a, b }: SetComparison): string {
  return [a, ...(b === undefined ? [] : [b])]
    .map(({ text, runs, points, from = '', to = '' }) => {
      const [first, last] = [from.slice(0, 10), to.slice(0, 10)]
      const days = first === '' ? '' : first === last ? `, ${first}` : `, ${first} to ${last}`
      const count = (number: number, noun: string) => `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`
      return `${text}: ${count(runs, 'run')} of ${count(points, 'point')}${days}`
    })
    .join('. ')
}

/** What was left out of the comparison, and why. */
export function unmatchedWords({ unmatched, omittedPoints }: SetComparison): string[] {
  const words = (side: string, labels: readonly string[]) => {
    const [shown, more] = [labels.slice(0, mostLabels), labels.length - mostLabels]
    return labels.length === 0
      ? []
      : [`only in ${side}, or on one backend: ${shown.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`]
  }
  const omitted = omittedPoints > 0 ? [`${formatCount(omittedPoints)} older points were left out: narrow the sets`] : []
  return [...words('A', unmatched.a), ...words('B', unmatched.b), ...omitted]
}

const mostLabels = 12
