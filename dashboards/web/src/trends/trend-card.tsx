/** A point's trend with what happened meanwhile, in words, and its runs as a table. */
import type { AlertMetric } from '@ringside/contract'
import { type LinkedSide, runPath } from '@ringside/contract/links'
import { useMemo, useState } from 'preact/hooks'
import { type FigurePlace, figuresIn, mostDots, type Series, trendPlot } from '../../../plots/src/index.ts'
import { metricTitles } from '../../../words/src/metric-title.ts'
import { formatCount } from '../../../words/src/quantity.ts'
import { figureWords, flawWords, momentWords } from './figure-words.ts'
import { pickNames } from './picks.ts'
import { TrendFigure } from './trend-figure.tsx'
import type { Happening, Panel } from './trend-panels.ts'

export interface TrendCardProps {
  readonly panel: Panel
  readonly metric: AlertMetric
  readonly unit: string
  readonly window: readonly [number, number]
  readonly seriesOf: (backend: string) => Series
  /** Runs chosen for a comparison, at most two. */
  readonly picks: readonly LinkedSide[]
  readonly onZoom: (window: readonly [number, number] | undefined) => void
  readonly onPick: (side: LinkedSide) => void
}

export function TrendCard({ panel, metric, unit, window, seriesOf, picks, onZoom, onPick }: TrendCardProps) {
  const { series, label, suite, hosts, happenings } = panel
  const picked = useMemo(() => placesOf(series, picks), [series, picks])
  const plot = useMemo(() => {
    const title = metricTitles[metric]
    return trendPlot(series, {
      title: label,
      metric: { name: metric, title, unit },
      marks: happenings,
      picks: picked,
      window,
      seriesOf,
    })
  }, [series, metric, label, unit, happenings, picked, window, seriesOf])
  return (
    <section class="trend-card" aria-label={label}>
      <h2>
        {label} {panel.hasOpenAlert && <span class="trend-alarm">open alert</span>}
      </h2>
      <p class="soft">
        {suite} on {hosts.join(', ')}
      </p>
      <TrendFigure
        plot={plot}
        lines={series}
        unit={unit}
        window={window}
        onZoom={onZoom}
        onPick={(place) => onPick(sideOf(place))}
      >
        {cautions(panel, window)}
      </TrendFigure>
      <Happenings happenings={happenings} />
      <RunTable panel={panel} unit={unit} onPick={onPick} />
    </section>
  )
}

const sideOf = ({ line, index }: FigurePlace): LinkedSide => ({ runId: line.runs[index] ?? '', backend: line.backend })

/** Where the chosen runs are in this plot. */
function placesOf(series: Panel['series'], picks: readonly LinkedSide[]) {
  return picks.flatMap(({ runId, backend }, i) =>
    series.flatMap((line) => {
      const at = line.backend === backend ? line.runs.indexOf(runId) : -1
      return at < 0 ? [] : [{ name: pickNames[i] ?? '', atMs: line.endedAtMs[at] ?? 0, value: line.value[at] ?? 0 }]
    }),
  )
}

/** What was left out of the picture, and what its hollow points are. */
function cautions({ series }: Panel, window: TrendCardProps['window']): string {
  const count = figuresIn(series, window)
  const flawed = [1, 2].flatMap((bit) => {
    const runs = series.reduce((sum, { flaws }) => sum + flaws.filter((bits) => (bits & bit) !== 0).length, 0)
    return runs === 0 ? [] : [`${formatCount(runs)} ${runs === 1 ? 'run' : 'runs'}: ${flawWords(bit).join()} (hollow)`]
  })
  const dense = count > mostDots ? [`${formatCount(count)} runs: each pixel shows the lowest and the highest of its own`] : []
  return [...dense, ...flawed].join(' · ')
}

/** So many are said at once. */
const fewHappenings = 3

function Happenings({ happenings }: { happenings: readonly Happening[] }) {
  const newest = happenings.toReversed()
  const older = newest.slice(fewHappenings)
  return (
    <>
      <HappeningList happenings={newest.slice(0, fewHappenings)} />
      {older.length > 0 && (
        <details>
          <summary>{older.length} earlier</summary>
          <HappeningList happenings={older} />
        </details>
      )}
    </>
  )
}

function HappeningList({ happenings }: { happenings: readonly Happening[] }) {
  if (happenings.length === 0) return null
  return (
    <ul class="happenings">
      {happenings.map(({ atMs, kind, detail, path }) => (
        <li key={`${atMs} ${detail}`}>
          <span aria-hidden="true">{kind === 'alert' ? '▲' : '┆'}</span> <a href={path}>{momentWords(atMs)}</a>: {detail}
        </li>
      ))}
    </ul>
  )
}

/** Rows of a table that was opened. */
const mostRows = 50

function RunTable({ panel: { series, label }, unit, onPick }: Pick<TrendCardProps, 'panel' | 'unit' | 'onPick'>) {
  const [isOpen, setOpen] = useState(false)
  const count = series.reduce((sum, { runs }) => sum + runs.length, 0)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {formatCount(count)} {count === 1 ? 'figure' : 'figures'} as a table
      </summary>
      {isOpen && (
        <table class="rows">
          <caption>
            {label}, newest first{count > mostRows && `; the newest ${mostRows}, all of them are in the CSV file above`}
          </caption>
          <thead>
            <tr>
              <th>run</th>
              <th>backend</th>
              <th>median</th>
              <th>
                <span class="unseen">choose</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {newestFigures(series).map(({ line, index }) => (
              <tr key={`${line.runs[index]} ${line.backend}`}>
                <td data-label="run">
                  <a href={runPath(line.runs[index] ?? '')}>{momentWords(line.endedAtMs[index] ?? 0)}</a>
                </td>
                <td data-label="backend">{line.backend}</td>
                <td data-label="median">{figureWords(line, index, unit)}</td>
                <td>
                  <button type="button" class="quiet" onClick={() => onPick(sideOf({ line, index }))}>
                    choose
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}

function newestFigures(series: Panel['series']): FigurePlace[] {
  return series
    .flatMap((line) => line.runs.slice(-mostRows).map((_, i) => ({ line, index: Math.max(0, line.runs.length - mostRows) + i })))
    .sort((a, b) => (b.line.endedAtMs[b.index] ?? 0) - (a.line.endedAtMs[a.index] ?? 0))
    .slice(0, mostRows)
}
