/** Compare backends: any two sets of runs side by side. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import { sides } from './colors.ts'
import { dashboard } from './dashboard.ts'
import { field, linkTo } from './links.ts'
import { barChart, percentilePlot, sentence, stat, table, timeSeries } from './panels/index.ts'
import { bothSides, type ComparedMetrics, comparison, sideCondition } from './sql/comparison.ts'
import { percentileCurve } from './sql/percentiles.ts'
import { units } from './units.ts'
import { choiceVariable, pointsOf, pointVariable, queryVariable, repeatedBy } from './variables.ts'

const interval =
  'The interval is the 95 % interval of the ratio of medians by Price and Bonett (2002), of medians of runs where both sides have five runs or more, else of trials. It does not pair trials, so it is wider than that of ringside compare where both sides come from the same runs.'

const backendOf = (side: 'a' | 'b', place: 'ASC' | 'DESC') =>
  queryVariable({
    name: `backend_${side}`,
    label: side.toUpperCase(),
    description: `Backend of side ${side.toUpperCase()}`,
    sql: `SELECT DISTINCT arrayJoin(backends) AS backend FROM run_points WHERE $__timeFilter(submitted_at) ORDER BY backend ${place}`,
  })

const setOf = (side: 'a' | 'b', column: 'suite' | 'host') =>
  queryVariable({
    name: `${column}_${side}`,
    label: `${column === 'suite' ? 'Suite' : 'Host'} ${side.toUpperCase()}`,
    description: `Runs of side ${side.toUpperCase()} by their ${column}`,
    sql: `SELECT DISTINCT ${column} FROM run_points WHERE $__timeFilter(submitted_at) ORDER BY ${column}`,
    several: true,
  })

const earlier = { none: '0', 'a day': '86400', 'a week': '604800', 'four weeks': '2419200' } as const

const variables = [
  backendOf('a', 'ASC'),
  backendOf('b', 'DESC'),
  setOf('a', 'suite'),
  setOf('b', 'suite'),
  setOf('a', 'host'),
  setOf('b', 'host'),
  choiceVariable({ name: 'b_earlier', label: 'B earlier by', description: 'Side B from so long before the time range' }, earlier),
  pointVariable("state = 'succeeded'"),
  pointsOf('latency'),
]

const answer = sentence({
  title: 'A against B',
  description: `In how many comparisons (points by p50, p99, p99.9 of latency, and throughput) side A is faster or slower, and in how many nobody can tell. ${interval} Where it cannot tell, measure more trials.`,
  width: 12,
  sql: `
    WITH ${comparison('all')},
    words AS (
      SELECT verdict, abs(log(ratio)) AS size,
        concat(toString(round(ratio, 2)), ' x the ', metric, ' at ', point, if(enough, concat(', 95 % interval [', toString(round(low, 2)), ', ', toString(round(high, 2)), ']'), '')) AS text
      FROM compared
    )
    SELECT concat('\${backend_a} (A) against \${backend_b} (B): slower in ', toString(countIf(verdict = 'slower')), ', faster in ', toString(countIf(verdict = 'faster')),
      ', no difference in ', toString(countIf(verdict = 'no difference')), ', can''t tell in ', toString(countIf(verdict = 'can''t tell')), ' of ', toString(count()),
      ' comparisons. Largest: ', argMax(text, size)) AS answer
    FROM words
    HAVING count() > 0`,
})

const meanRatio = (which: ComparedMetrics, metric: string) => `
  WITH ${comparison(which)}
  SELECT exp(avg(log(ratio))) AS ratio FROM compared WHERE metric = '${metric}' HAVING count() > 0`

const top = [
  answer,
  stat({
    title: 'Latency p99, A to B',
    description:
      'Geometric mean over the points of the ratio of p99 medians; below 1 side A has the lower latency. Points weigh alike. When it is far from 1, see which points make it in the table below.',
    unit: units.ratio,
    decimals: 2,
    sql: meanRatio('latency', 'latency p99'),
  }),
  stat({
    title: 'Throughput, A to B',
    description:
      'Geometric mean over the points of the ratio of throughput medians; above 1 side A carries more packets. When it is far from 1, see which points make it in the table below.',
    unit: units.ratio,
    decimals: 2,
    sql: meanRatio('throughput', 'throughput'),
  }),
  stat({
    title: 'Trials',
    description:
      'Trials of either side that were compared. With less than five a side there is no interval: widen the time range or run the suite again.',
    unit: units.trials,
    sql: `SELECT countIf(side = 'A') AS A, countIf(side = 'B') AS B FROM (${bothSides('run_id')}) HAVING count() > 0`,
  }),
]

const trendLink = linkTo('trends', { point: field('point') }, { title: 'Trend of this point' })

function comparisonTable(which: ComparedMetrics, words: string) {
  const value = which === 'latency' ? units.ns : units.pps
  return table({
    title: `${words} by point`,
    description: `One row a point and metric: medians of both sides, their ratio A / B with its interval, and the verdict in words. ${interval} A difference counts when the interval excludes 1 and the ratio is further from it than the suite's minChange. Click a point for its trend.`,
    height: 10,
    sql: `
      WITH ${comparison(which)}
      SELECT point, metric, median_a, median_b, ratio, low, high, verdict, values_a, values_b, values_are, runs_a, runs_b
      FROM compared
      ORDER BY abs(log(ratio)) DESC`,
    columns: {
      point: { title: 'point', unit: units.text, width: 320, links: [trendLink] },
      metric: { title: 'metric', unit: units.text },
      median_a: { title: 'A median', unit: value },
      median_b: { title: 'B median', unit: value },
      ratio: { title: 'A / B', unit: units.ratio, decimals: 2 },
      low: { title: 'from', unit: units.ratio, decimals: 2 },
      high: { title: 'to', unit: units.ratio, decimals: 2 },
      verdict: { title: 'A is', unit: units.text },
      values_a: { title: 'A sample', unit: units.figures },
      values_b: { title: 'B sample', unit: units.figures },
      values_are: { title: 'sample of', unit: units.text },
      runs_a: { title: 'A runs', unit: units.runs },
      runs_b: { title: 'B runs', unit: units.runs },
    },
  })
}

const ratioBars = (which: ComparedMetrics, metric: string, better: string) =>
  barChart({
    title: `Ratio with interval: ${metric}`,
    description: `A / B by point, between the ends of its 95 % interval; ${better} is better for A. Where the three bars stand on both sides of 1, nobody can tell yet: measure more trials.`,
    unit: units.ratio,
    axis: 'A / B',
    x: 'point',
    sql: `
      WITH ${comparison(which)}
      SELECT point, low AS "from", ratio AS "A / B", high AS "to" FROM compared WHERE metric = '${metric}' ORDER BY frame_bytes, point`,
  })

const curve = (side: 'a' | 'b') =>
  percentileCurve({
    from: `point_trials\n  WHERE ${sideCondition(side, repeatedBy('point', 'latency_point'))}`,
    latency: `"${side.toUpperCase()}: \${backend_${side}}"`,
  })

const plot = percentilePlot({
  title: 'Latency percentiles: ${latency_point}',
  description:
    'Latency over the share of packets that are at least as slow, from the merged histograms of all trials (within 1.6 %): 1 in 100 is p99. Trials from before buckets were stored are missing. Where the curves part, look at the slowest doorbells of the run.',
  sql: { A: curve('a'), B: curve('b') },
  colors: sides,
  repeat: 'latency_point',
  height: 9,
})

/** Medians of both sides by something that varies. */
const byAxis = (options: { axis: 'frame' | 'ring' | 'ring_size'; order: string; words: string; which: ComparedMetrics }) => {
  const { axis, order, words, which } = options
  const [metric, unit, column] =
    which === 'latency'
      ? (['p99 latency', units.ns, 'latency_ns_p99'] as const)
      : (['throughput', units.pps, 'throughput_pps'] as const)
  return barChart({
    title: `${metric} by ${words}`,
    description: `Median over the trials of each side whose point has this ${words}, whatever else varies: choose a point's other values above to compare like with like.`,
    unit,
    axis: metric,
    x: axis,
    width: 8,
    colors: sides,
    sql: `
      SELECT toString(${axis}) AS ${axis}, medianIf(value, side = 'A') AS "A: \${backend_a}", medianIf(value, side = 'B') AS "B: \${backend_b}"
      FROM (${bothSides(`${axis}, ${order} AS place, ${column} AS value`)})
      WHERE isNotNull(value)
      GROUP BY ${axis}
      HAVING countIf(side = 'A') > 0 AND countIf(side = 'B') > 0
      ORDER BY any(place), ${axis}`,
  })
}

const axes = [
  { axis: 'frame', order: 'frame_bytes', words: 'frame size' },
  { axis: 'ring', order: 'ring', words: 'ring format' },
  { axis: 'ring_size', order: 'ring_size', words: 'ring size' },
] as const

/** What Grafana draws smoothly. */
const mostTrials = 20_000

const trialsOver = (which: ComparedMetrics) =>
  timeSeries({
    title: which === 'latency' ? 'Trials: latency p99' : 'Trials: throughput',
    description:
      'Each trial where it was measured; nothing is smoothed; at most the newest 20,000. B is drawn at its own time, moved by "B earlier by". Two bands of one side mean that something else varies: choose a point or a host.',
    unit: which === 'latency' ? units.ns : units.pps,
    axis: which === 'latency' ? 'latency p99' : 'throughput',
    style: 'points',
    log: which === 'latency',
    colors: sides,
    sql: `
      SELECT * FROM (
        SELECT if(side = 'B', started_at + INTERVAL \${b_earlier} SECOND, started_at) AS time, if(side = 'A', 'A: \${backend_a}', 'B: \${backend_b}') AS side,
          ${which === 'latency' ? 'latency_ns_p99' : 'throughput_pps'} AS "Value"
        FROM (${bothSides('started_at, latency_ns_p99, throughput_pps')})
        WHERE isNotNull("Value")
        ORDER BY time DESC
        LIMIT ${mostTrials}
      )
      ORDER BY time`,
  })

export const compare = (): Dashboard =>
  dashboard({
    name: 'compare',
    title: 'Ringside / Compare backends',
    description:
      'Two sets of runs side by side: which is faster, by how much, how sure that is, and where in the distribution it shows.',
    from: 'now-30d',
    variables,
    rows: {
      '': top,
      'Point by point': [
        comparisonTable('latency', 'Latency'),
        comparisonTable('throughput', 'Throughput'),
        ratioBars('latency', 'latency p99', 'less than 1'),
        ratioBars('throughput', 'throughput', 'more than 1'),
      ],
      Percentiles: [plot],
      'By frame and ring': [
        ...axes.map((axis) => byAxis({ ...axis, which: 'latency' })),
        ...axes.map((axis) => byAxis({ ...axis, which: 'throughput' })),
      ],
      'Trials in time': [trialsOver('latency'), trialsOver('throughput')],
    },
  })
