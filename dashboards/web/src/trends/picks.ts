/** The two runs that are chosen to be compared. */
import { type LinkedSide, linkedSideOf } from '@ringside/contract/links'

export const pickNames = ['A', 'B'] as const

/** From the address. */
export const picksOf = ({ a, b }: { readonly a?: string; readonly b?: string }): LinkedSide[] =>
  [a, b].flatMap((text) => linkedSideOf(text ?? '') ?? [])

export const addressOfPicks = (picks: readonly LinkedSide[]) => {
  const [a, b] = picks.map(({ runId, backend }) => `${runId}.${backend}`)
  return { a, b }
}

/** One more is chosen, in place of the second; one that was chosen is not any more. */
export function withPick(picks: readonly LinkedSide[], side: LinkedSide): LinkedSide[] {
  const others = picks.filter(({ runId, backend }) => runId !== side.runId || backend !== side.backend)
  return others.length < picks.length ? others : [...others.slice(0, 1), side]
}
