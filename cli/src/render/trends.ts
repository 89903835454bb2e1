/** Trends as a table: one row a series, a bar for each of its last runs, and what changed of the hosts. */
import { alertMetricFacts, type TrendAnswer, type TrendSeries } from '@ringside/contract'
import { formatCount, formatPercent, formatQuantity } from '@ringside/dashboards'
import { sparkline } from './density.ts'
import { type Line, paint, type RenderOptions } from './line.ts'
import { table } from './table.ts'

/** Runs that a row has room for. */
const shownRuns = 24
/** Changes that are listed: the newest ones. */
const shownChanges = 10

export function renderTrends(answer: TrendAnswer, options: RenderOptions): string {
  const { metric, series, points } = answer
  const { title } = alertMetricFacts(metric)
  if (series.length === 0) return paint([[emptyWords(answer, title)]], options)
  const columns = ['point', 'backend', 'host', 'fingerprint', 'runs', title, 'last', 'quartiles'].map((name) => ({
    title: name,
    align: name === 'runs' || name === 'last' ? ('right' as const) : ('left' as const),
    optional: ['host', 'fingerprint', 'quartiles'].includes(name),
  }))
  const rows = series.map((one) => rowOf(one, answer))
  const shown = new Set(series.map(({ pointId }) => pointId)).size
  const notes = [
    ...(points > shown ? [`${shown} of ${formatCount(points)} points; --limit shows more`] : []),
    ...(answer.isCut ? ['only the newest figures; --since, --suite or --point ask for fewer'] : []),
  ]
  const lines: Line[] = [
    ...table({ columns, rows }, options.width),
    ...notes.map((text): Line => [{ text: `  ${text}`, style: 'dim' }]),
    ...changeLines(answer),
  ]
  return paint(lines, options)
}

function rowOf({ label, backend, host, fingerprint, runs, value, low, high, trials }: TrendSeries, { unit }: TrendAnswer) {
  const words = (figure: number | undefined) =>
    unit === 'ratio' ? formatPercent(figure ?? Number.NaN) : formatQuantity(figure ?? Number.NaN, unit)
  const quartiles = `${words(low.at(-1))} to ${words(high.at(-1))}, ${formatCount(trials.at(-1) ?? 0)} trials`
  const bars = value.slice(-shownRuns)
  const last = words(value.at(-1))
  return [label, backend, host, fingerprint, formatCount(runs.length), sparkline(bars, Math.max(...bars)), last, quartiles]
}

function changeLines({ changes }: TrendAnswer): Line[] {
  const newest = changes.slice(-shownChanges).map(({ endedAtMs, host, facts, isOtherHost }): Line => {
    const what = facts.map(({ name, before, after }) => `${name} ${before} to ${after}`).join(', ')
    const at = new Date(endedAtMs).toISOString().slice(0, 16).replace('T', ' ')
    return [{ text: `  ${at} UTC  ${host}: ${what}${isOtherHost ? '; series begin anew' : ''}`, style: 'dim' }]
  })
  return newest.length === 0 ? [] : [[], ...newest]
}

function emptyWords({ measured }: TrendAnswer, title: string): string {
  if (measured.length === 0) return 'No run like that has ended. List what there is: ringside runs'
  const [first] = measured
  return `No run like that has measured ${title}, but ${measured.map((name) => alertMetricFacts(name).title).join(', ')}: --metric ${first}`
}
