/** Comparisons: the sentence, then a block for each with both medians as bars, ratio, interval and verdict. */
import type { CompareAnswer, Comparison, ComparisonSide, LatencyProfile } from '@ringside/contract'
import {
  answerOf,
  formatCount,
  formatInterval,
  formatQuantity,
  formatRatio,
  type Matchup,
  matchups,
  remedyWords,
  sampleWords,
  sideNames,
} from '@ringside/dashboards'
import { bar } from './bar.ts'
import { backendColors } from './colors.ts'
import { cut, type Line, type Part, pad, paint, type RenderOptions, type Style, widthOf, wrap } from './line.ts'
import { table } from './table.ts'

/** Columns of the longest backend name shown in full. */
const nameLimit = 24

/**
 *     mapped is faster than eventfd.
 *     6.77 x the throughput at 64 B, 95 % interval [6.31, 7.20], 10 pairs.
 *
 *       throughput 64 B                   6.77 x  [6.31, 7.20]   faster
 *         mapped   ████████████████████████████████ 31.2 Mpps
 *         eventfd  █████ 4.61 Mpps
 */
export function renderComparisons(answer: CompareAnswer, options: RenderOptions): string {
  return paint([...comparisonLines(answer, options), ...profileLines(answer.latencies, options)], options)
}

export function comparisonLines({ comparisons, latencies }: CompareAnswer, { width }: RenderOptions): Line[] {
  if (comparisons.length === 0) return [['Nothing to compare: no two backends measured the same metric.']]
  const colors = backendColors([
    ...comparisons.flatMap(({ a, b }) => [a.backend, b.backend]),
    ...latencies.map(({ backend }) => backend),
  ])
  return matchups(comparisons).flatMap((matchup) => [
    ...wrap(answerOf(matchup).verdict, width).map((text): Line => [{ text, style: 'bold' }]),
    ...wrap(answerOf(matchup).detail, width).map((text): Line => [text]),
    [],
    ...matchup.comparisons.flatMap((comparison) => block(comparison, matchup, { width, colors })),
  ])
}

interface BlockLayout {
  readonly width: number
  readonly colors: ReadonlyMap<string, Style>
}

function block(comparison: Comparison, matchup: Matchup, { width, colors }: BlockLayout): Line[] {
  const labels = matchup.comparisons.map(({ label }) => widthOf(label))
  const verdict: Part = { text: comparison.verdict, style: verdictStyle(comparison) }
  const figures = `${pad(formatRatio(comparison.ratio), 8, 'left')}  ${pad(formatInterval(comparison.interval), 16)}`
  const title = cut(comparison.label, Math.max(12, width - 44))
  const titleColumns = Math.min(Math.max(...labels, 20), Math.max(12, width - 44))
  const names = sideNames(comparison)
  const sides = [comparison.a, comparison.b] as const
  const remedy = remedyWords(comparison)
  const layout = { width, names, max: Math.max(...sides.map(({ median }) => median)), unit: comparison.unit }
  return [
    ['  ', { text: pad(title, titleColumns), style: 'bold' }, '  ', figures, ' ', verdict],
    ...sides.map((side, i) => barLine(side, { ...layout, name: names[i] ?? side.backend, color: colors.get(side.backend) })),
    [
      {
        text: `    ${[`medians of ${sampleWords(comparison)}`, `p ${formatP(comparison.pValue)}`, ...remedy].join(', ')}`,
        style: 'dim',
      },
    ],
    ...comparison.caveats.flatMap((caveat) =>
      wrap(caveat, Math.max(20, width - 6)).map(
        (text, i): Line => [{ text: `${i === 0 ? '    ! ' : '      '}${text}`, style: 'warn' }],
      ),
    ),
    [],
  ]
}

interface BarLayout {
  readonly width: number
  readonly names: readonly string[]
  readonly name: string
  readonly max: number
  readonly unit: string
  readonly color: Style | undefined
}

function barLine(side: ComparisonSide, { width, names, name, max, unit, color }: BarLayout): Line {
  const nameColumns = Math.min(nameLimit, Math.max(...names.map(widthOf)))
  const barColumns = Math.max(4, Math.min(48, width - nameColumns - 22))
  const value = formatQuantity(side.median, unit)
  return [
    '    ',
    pad(cut(name, nameColumns), nameColumns),
    '  ',
    { text: pad(bar(side.median, max, barColumns), 1), style: color },
    ` ${value}`,
  ]
}

/** Dim inside the noise: a colour must not say what the interval does not. */
const verdictStyle = ({ verdict }: Comparison): Style => (verdict === 'faster' || verdict === 'slower' ? 'bold' : 'dim')

const formatP = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3))

/** A table of percentiles for each run that measured latency. */
export function profileLines(profiles: readonly LatencyProfile[], { width }: RenderOptions): Line[] {
  return [...Map.groupBy(profiles, ({ runId }) => runId).values()].flatMap((group) => {
    const columns = ['backend', 'p50', 'p90', 'p99', 'p99.9', 'max', 'packets'].map((title) => ({
      title,
      align: title === 'backend' ? ('left' as const) : ('right' as const),
    }))
    const rows = group.map(({ backend, count, percentiles: { p50, p90, p99, p999, max } }) => [
      cut(backend, nameLimit),
      ...[p50, p90, p99, p999, max].map((ns) => formatQuantity(ns, 'ns')),
      formatCount(count),
    ])
    const title: Line = [{ text: `  percentiles, ${group[0]?.label ?? ''}`, style: 'bold' }]
    return [title, ...table({ columns, rows }, width), []]
  })
}
