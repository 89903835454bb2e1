/** One alert: what got worse, by how much, since when, how that is known, and what was done about it. */
import type { Alert } from '@ringside/contract'
import { useState } from 'preact/hooks'
import { useLocation, useRoute } from 'preact-iso'
import { AlertActions } from '../alerts/alert-actions.tsx'
import { AlertDeliveries, AlertHistory } from '../alerts/alert-history.tsx'
import { BeforeAndAfter, SeriesAround } from '../alerts/alert-plots.tsx'
import { AlertPoints, CompareLink, SlowestDoorbells } from '../alerts/alert-points.tsx'
import { AlertStateWords } from '../alerts/alert-state.tsx'
import { alertSentence, pointTitle } from '../alerts/alert-words.ts'
import { getAlert } from '../api/alerts.ts'
import { useQuery } from '../api/use-query.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Moment } from '../parts/moment.tsx'
import { Answer } from '../parts/states.tsx'
import { useTitle } from '../parts/use-title.ts'

/** What others do about it is seen without asking. */
const everyMs = 5_000

export function AlertPage() {
  const { id = '' } = useRoute().params
  const query = useQuery(id, (signal) => getAlert(id, signal), { everyMs })
  return (
    <Answer query={query} what={`alert ${id}`}>
      {(alert) => <Details alert={alert} reload={query.reload} />}
    </Answer>
  )
}

function Details({ alert: asked, reload }: { alert: Alert; reload: () => void }) {
  const [changed, setChanged] = useState(asked)
  // Whichever is newer: what was asked for again, or the answer to what was done here.
  const alert = changed.changedAt > asked.changedAt ? changed : asked
  const { query } = useLocation()
  const shown = Math.min(Number.parseInt(query.point ?? '0', 10) || 0, alert.points.length - 1)
  const point = alert.points[shown]
  useTitle(alert.title)
  return (
    <>
      <p class="eyebrow">
        {alert.suite} on {alert.host}
      </p>
      <h1>{alertSentence(alert)}</h1>
      <p>
        <AlertStateWords alert={alert} /> <span class="soft">since</span> <Moment at={alert.openedAt} />
        {alert.resolvedAt && (
          <>
            {' '}
            <span class="soft">until</span> <Moment at={alert.resolvedAt} />
          </>
        )}
      </p>
      {point && (
        <p class="links">
          <CompareLink point={point}>Compare before and after</CompareLink>
          <a href={`/api/v1/alerts/${encodeURIComponent(alert.id)}`} target="_blank" rel="noreferrer">
            As JSON
          </a>
        </p>
      )}
      {point && (
        <div class="alert-plots">
          <div>
            <h2>The series around the change</h2>
            <SeriesAround key={`${shown} trend`} alert={alert} point={point} />
          </div>
          <div>
            <h2>Before and after: {pointTitle(point)}</h2>
            <BeforeAndAfter key={`${shown} curves`} point={point} />
          </div>
        </div>
      )}
      <AlertActions
        alert={alert}
        onChanged={(next) => {
          setChanged(next)
          reload()
        }}
      />
      <AlertPoints alert={alert} shown={shown} />
      {point && <SlowestDoorbells point={point} />}
      <AlertHistory alert={alert} />
      <AlertDeliveries alert={alert} />
      <Copyable text={`ringside alerts show ${alert.id}`} />
    </>
  )
}
