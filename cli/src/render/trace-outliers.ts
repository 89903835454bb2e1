/** The slowest packets of a run, each with the doorbells around it. */
import { attributes, type OutlierList, type RunDetail, type TraceSpan } from '@ringside/contract'
import { formatCount, formatQuantity } from '@ringside/dashboards'
import { type Line, pad, paint, type RenderOptions, wrap } from './line.ts'
import { offsetWords } from './trace-lines.ts'
import { lossLines } from './trace-losses.ts'

export interface OutlierOptions extends RenderOptions {
  readonly run: RunDetail
}

/**
 *      1  88.2 µs  trial 3 of mapped, measure, queue 0
 *           -0.001200 ms  kick q0    182 ns  ring_index=4711 batch=1
 */
export function renderOutliers({ outliers, total }: OutlierList, options: OutlierOptions): string {
  const { run } = options
  const head: Line[] = [
    [
      { text: `slowest packets of run ${run.id}`, style: 'bold' },
      {
        text: `  ${formatCount(outliers.length)} of ${formatCount(total)}; doorbells by their time from the packet's start`,
        style: 'dim',
      },
    ],
    ...lossLines(run, options),
    [],
  ]
  const none = `No packet is marked as an outlier. Packets beyond a percentile of latency are, where the suite asks for it.`
  const body =
    outliers.length === 0
      ? wrap(none, options.width).map((text): Line => [text])
      : outliers.flatMap((outlier, i) => [packetLine(outlier, i), ...doorbellRows(outlier)])
  return paint([...head, ...body], options)
}

function packetLine({ durationNs, attributes: values }: TraceSpan, index: number): Line {
  const trial = values[attributes.trialIndex]
  const where = [
    trial === undefined
      ? ''
      : `trial ${Number(trial) + 1}${values[attributes.backend] ? ` of ${values[attributes.backend]}` : ''}`,
    values[attributes.phase] ?? '',
    values[attributes.queueIndex] === undefined ? '' : `queue ${values[attributes.queueIndex]}`,
  ]
  return [
    { text: pad(String(index + 1), 4, 'left'), style: 'dim' },
    { text: pad(formatQuantity(durationNs, 'ns'), 10, 'left'), style: 'bold' },
    `  ${where.filter((words) => words !== '').join(', ')}`,
  ]
}

function doorbellRows({ startUnixNs, links = [], doorbells }: OutlierList['outliers'][number]): Line[] {
  if (doorbells.length === 0) {
    const why = links.length === 0 ? 'no doorbell is linked' : `its ${formatCount(links.length)} doorbells are not stored`
    return [[{ text: `      ${why}`, style: 'dim' }]]
  }
  return doorbells.map((span) => {
    const { attributes: values } = span
    const details = [attributes.doorbellRingIndex, attributes.doorbellBatch].flatMap((key) =>
      values[key] === undefined ? [] : [`${key.slice(key.lastIndexOf('.') + 1)}=${values[key]}`],
    )
    return [
      pad(offsetWords(Number(BigInt(span.startUnixNs) - BigInt(startUnixNs))), 22, 'left'),
      `  ${pad(`${span.name.replace('doorbell.', '')} q${values[attributes.queueIndex] ?? '?'}`, 8)}`,
      pad(formatQuantity(span.durationNs, 'ns'), 8, 'left'),
      { text: `  ${details.join(' ')}`, style: 'dim' },
      { text: values[attributes.doorbellObserved] === 'false' ? '  unobserved' : '', style: 'warn' },
    ]
  })
}
