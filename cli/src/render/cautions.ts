/** What must be known of trials before their figures. */
import type { TrialResult } from '@ringside/contract'
import { cautionsOf } from '@ringside/dashboards'
import { type Line, type RenderOptions, wrap } from './line.ts'

export function cautionLines(trials: readonly TrialResult[], { width }: RenderOptions): Line[] {
  return cautionsOf(trials).flatMap((words) =>
    wrap(words, Math.max(20, width - 4)).map((text, i): Line => [{ text: `${i === 0 ? '  ! ' : '    '}${text}`, style: 'warn' }]),
  )
}
