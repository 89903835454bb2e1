/** The tries at a run, where there is more to say than that it went well at once. */
import type { RunDetail } from '@ringside/contract'
import { Moment } from '../../parts/moment.tsx'

export function Attempts({ run: { attempts } }: { run: RunDetail }) {
  if (attempts.length < 2 && attempts.every(({ refusedAt }) => refusedAt === undefined)) return null
  return (
    <>
      <h2>Attempts</h2>
      <table class="rows">
        <thead>
          <tr>
            <th>attempt</th>
            <th>state</th>
            <th>agent</th>
            <th>from</th>
            <th>to</th>
            <th>why it ended</th>
          </tr>
        </thead>
        <tbody>
          {attempts.map(({ attempt, state, lease, startedAt, endedAt, failure, refusedAt }) => (
            <tr key={attempt}>
              <td data-label="attempt">{attempt}</td>
              <td data-label="state">{state}</td>
              <td data-label="agent">{lease?.agentId ?? '–'}</td>
              <td data-label="from">{startedAt ? <Moment at={startedAt} /> : '–'}</td>
              <td data-label="to">{endedAt ? <Moment at={endedAt} /> : '–'}</td>
              <td data-label="why it ended">
                {failure ? `${failure.cause}: ${failure.message}` : '–'}
                {refusedAt && ` A result that came later, at ${refusedAt}, was refused.`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
