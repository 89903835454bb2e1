/** The figures that moved together. */
import type { Alert, AlertPoint } from '@ringside/contract'
import { comparePath, runPath, tracePath } from '@ringside/contract/links'
import { formatQuantity, formatRatio } from '../../../words/src/quantity.ts'
import { Moment } from '../parts/moment.tsx'
import { useRows } from '../parts/use-rows.ts'
import { changeWords, levelWords, pointTitle } from './alert-words.ts'

/** `shown`: place of the point whose plots are shown. */
export function AlertPoints({ alert: { id, points }, shown }: { alert: Alert; shown: number }) {
  const body = useRows()
  return (
    <table class="rows">
      <caption>{points.length === 1 ? 'What moved' : 'What moved together'}</caption>
      <thead>
        <tr>
          <th>figure</th>
          <th>before → after</th>
          <th>change</th>
          <th>first run</th>
          <th>confirmed by</th>
          <th>now</th>
          <th>look</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {points.map((point, i) => (
          <tr key={`${point.series} ${point.metric}`}>
            <td data-label="figure">
              {points.length === 1 ? (
                pointTitle(point)
              ) : (
                <a href={`/alerts/${encodeURIComponent(id)}?point=${i}`} aria-current={i === shown ? 'true' : undefined}>
                  {pointTitle(point)}
                </a>
              )}
            </td>
            <td data-label="before → after">{levelWords(point)}</td>
            <td data-label="change">{changeWords(point)}</td>
            <td data-label="first run">
              <span>
                <a href={runPath(point.runId)}>{point.runId}</a> <Moment at={point.runEndedAt} />
              </span>
            </td>
            <td data-label="confirmed by">
              <a href={runPath(point.confirmationRunId)}>{point.confirmationRunId}</a>
            </td>
            <td data-label="now">
              <Now point={point} />
            </td>
            <td data-label="look">
              <span class="links">
                <CompareLink point={point}>compare</CompareLink>
                <a href={tracePath(point.confirmationRunId)}>trace</a>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Now({ point: { recoveredAt, latestRatio, latestRunId } }: { point: AlertPoint }) {
  return (
    <span>
      {recoveredAt ? (
        <>
          back <Moment at={recoveredAt} />,{' '}
        </>
      ) : (
        'still worse, '
      )}
      <a href={runPath(latestRunId)}>{formatRatio(latestRatio)}</a>
    </span>
  )
}

/** To the confirmation beside the newest run of its baseline; nothing where there is none. */
export function CompareLink({ point, children }: { point: AlertPoint; children: string }) {
  const { confirmationRunId, baselineRunIds, backend } = point
  const [newest] = baselineRunIds
  if (newest === undefined) return null
  return <a href={comparePath({ runId: confirmationRunId, backend }, { runId: newest, backend })}>{children}</a>
}

export function SlowestDoorbells({ point: { slowestDoorbells, confirmationRunId } }: { point: AlertPoint }) {
  return (
    <>
      <h2>Slowest doorbells</h2>
      {slowestDoorbells.length === 0 ? (
        <p class="soft">
          None of the run that confirmed it was traced. <a href={tracePath(confirmationRunId)}>Its trace</a>
        </p>
      ) : (
        <ol class="doorbells">
          {slowestDoorbells.map(({ runId, spanId, durationNs }) => (
            <li key={spanId}>
              <a href={tracePath(runId, spanId)}>{formatQuantity(durationNs, 'ns')}</a>
              <span class="soft"> from the ring to its observation</span>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
