/** How much the trials of each run of a host differed, run after run. */
import type { RunNoise } from '@ringside/contract'
import { formatPercent } from '../../words/src/quantity.ts'
import { base, shareAxis, timeAxis } from './axes.ts'
import type { Plot } from './plot.ts'

export function noisePlot(host: string, runs: readonly RunNoise[]): Plot {
  return {
    title: `${host}: spread of trials, run by run`,
    file: `${host}-noise`,
    height: 220,
    option: (theme) => ({
      ...base(theme),
      grid: { left: 62, right: 24, top: 30, bottom: 30 },
      xAxis: timeAxis(theme),
      yAxis: shareAxis(theme, 'quartiles over median'),
      series: [
        {
          type: 'scatter',
          symbolSize: 6,
          color: theme.series[0],
          data: runs.map(({ endedAt, spreadRatio, label }) => ({ name: label, value: [Date.parse(endedAt), spreadRatio] })),
        },
      ],
      tooltip: { ...base(theme).tooltip, formatter: tooltipOf },
    }),
    table: () => [
      ['run', 'ended_at', 'label', 'trials', 'spread_ratio'],
      ...runs.map(({ runId, endedAt, label, trials, spreadRatio }) => [runId, endedAt, label, trials, spreadRatio]),
    ],
  }
}

interface Hovered {
  readonly name: string
  readonly value: readonly [number, number]
}

const tooltipOf = ({ name, value: [atMs, ratio] }: Hovered): string =>
  [name, formatPercent(ratio), new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')].join('\n')
