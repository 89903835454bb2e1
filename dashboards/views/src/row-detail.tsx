/** What stands behind a row of a comparison: percentiles, trials in time order, environments side by side. */
import type { SetDetail, SetTrial } from '@ringside/contract'
import type { ComponentChildren } from 'preact'
import { seriesOf as seriesFor } from '../../plots/src/theme.ts'
import { type Environment, EnvironmentTable, hostFacts } from './environment-table.tsx'
import { Legend } from './legend.tsx'
import { Note } from './note.tsx'
import { Percentiles } from './percentiles.tsx'
import { TrialsFigure } from './trials-figure.tsx'

export interface RowDetailProps {
  readonly detail: SetDetail
  /** Of the two sides; unlike each other. */
  readonly names: readonly [string, string]
  /** Of the caller: the traces of the slowest doorbells, where there are any. */
  readonly children?: ComponentChildren
}

export function RowDetail({ detail, names, children }: RowDetailProps) {
  const { row, trials, latencies, environments } = detail
  const seriesOf = seriesFor(names)
  const nameOf = (side: 'a' | 'b') => names[side === 'a' ? 0 : 1]
  const profiles = (['a', 'b'] as const).flatMap((side) => latencies[side] ?? [])
  const nameOfProfile = new Map((['a', 'b'] as const).map((side) => [latencies[side], nameOf(side)]))
  return (
    <>
      <Note title="To keep in mind" items={row.comparison.caveats} />
      {children}
      <Legend series={names.map(seriesOf)} />
      {profiles.length > 0 && (
        <Percentiles
          title={row.label}
          profiles={profiles}
          seriesOf={seriesOf}
          nameOf={(profile) => nameOfProfile.get(profile) ?? profile.backend}
          merged={mergedWords(detail)}
        />
      )}
      <TrialsFigure
        title={row.label}
        metric={row.comparison.metric}
        dots={trials.map((trial) => dotOf(trial, nameOf(trial.side)))}
        seriesOf={seriesOf}
      />
      <EnvironmentTable caption={environmentCaption(detail)} sides={sidesOf(environments, names)} />
    </>
  )
}

function mergedWords({ row: { runs } }: SetDetail): string {
  return Math.max(runs.a.ids.length, runs.b.ids.length) > 1 ? 'the newest runs' : 'all trials'
}

function environmentCaption({ row: { runs } }: SetDetail): string {
  const several = Math.max(runs.a.ids.length, runs.b.ids.length) > 1
  return several ? 'Where and how the newest run of each side was measured' : 'Where and how it was measured'
}

const dotOf = ({ runId, index, value, doubtful }: SetTrial, name: string) => ({
  name,
  value,
  hollow: doubtful,
  title: `trial ${index + 1} of ${runId}`,
})

function sidesOf({ a, b }: SetDetail['environments'], names: readonly [string, string]): Environment[] {
  return [a, b].flatMap((side, i) =>
    side === undefined
      ? []
      : [{ title: names[i] ?? '', facts: [['run', side.runId] as const, ...hostFacts(side.host), ...side.facts] }],
  )
}
