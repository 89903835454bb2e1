/** What became of an alert, and who was told. */
import type { Alert } from '@ringside/contract'
import { formatCount } from '../../../words/src/quantity.ts'
import { Moment } from '../parts/moment.tsx'

export function AlertHistory({ alert: { history } }: { alert: Alert }) {
  return (
    <>
      <h2>History</h2>
      <ol class="history">
        {history.map(({ at, by, what, reason }) => (
          <li key={`${at} ${what} ${reason}`}>
            <strong>{what}</strong> <Moment at={at} /> <span class="soft">by {by === 'alert' ? 'Ringside' : by}</span>
            <br />
            {reason}
          </li>
        ))}
      </ol>
    </>
  )
}

export function AlertDeliveries({ alert: { deliveries } }: { alert: Alert }) {
  return (
    <>
      <h2>Told to</h2>
      {deliveries.length === 0 ? (
        <p class="soft">
          Nobody: no receiver is configured. A webhook or an Alertmanager is named in the controller's configuration.
        </p>
      ) : (
        <table class="rows">
          <thead>
            <tr>
              <th>receiver</th>
              <th>of</th>
              <th>state</th>
              <th class="number">attempts</th>
              <th>when</th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map(({ id, receiver, event, state, attempts, lastError, at, nextAt }) => (
              <tr key={id}>
                <td data-label="receiver">{receiver}</td>
                <td data-label="of">{event}</td>
                <td data-label="state">
                  <span>
                    {state}
                    {state !== 'delivered' && lastError && `: ${lastError}`}
                    {nextAt && (
                      <>
                        , again <Moment at={nextAt} />
                      </>
                    )}
                  </span>
                </td>
                <td data-label="attempts" class="number">
                  {formatCount(attempts)}
                </td>
                <td data-label="when">
                  <Moment at={at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
