/** What could be compared: the latest submissions that measured two backends or more, with their runs. */
import type { RunPage, RunSummary } from '@ringside/contract'
import { api, content } from '../../api/client.ts'
import { useQuery } from '../../api/use-query.ts'
import { Moment } from '../../parts/moment.tsx'
import { Answer, Empty } from '../../parts/states.tsx'
import { useRows } from '../../parts/use-rows.ts'

/** Runs looked at. */
const latest = 300
const shownSubmissions = 20

/** `against`: what is chosen here is compared with it; without it, the backends of what is chosen. */
export function Chooser({ against }: { against?: string }) {
  const query = useQuery('latest', async (signal) =>
    content<RunPage>(await api.GET('/api/v1/runs', { params: { query: { state: ['succeeded'], limit: latest } }, signal })),
  )
  return (
    <Answer query={query} what="runs">
      {({ runs }) => <Choices runs={runs} against={against} />}
    </Answer>
  )
}

function Choices({ runs, against }: { runs: readonly RunSummary[]; against: string | undefined }) {
  const body = useRows()
  const comparable = against === undefined ? runs.filter(({ backends }) => backends.length > 1) : runs
  const submissions = [...Map.groupBy(comparable, ({ submissionId }) => submissionId)].slice(0, shownSubmissions)
  if (submissions.length === 0) {
    return (
      <Empty>
        <p>No run here has measured two backends yet.</p>
        <p>
          <a href="/suites/new">Write a suite</a> with two backends, or: <code>ringside run bench/suites/demo.yaml</code>
        </p>
      </Empty>
    )
  }
  return (
    <table class="rows">
      <caption>The latest {against === undefined ? 'with two backends or more' : `to compare ${against} with`}</caption>
      <thead>
        <tr>
          <th scope="col">submission</th>
          <th scope="col">points</th>
          <th scope="col">backends</th>
          <th scope="col">host</th>
          <th scope="col">submitted</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {submissions.map(([id, mine]) => (
          <Submission key={id} id={id} runs={mine} against={against} />
        ))}
      </tbody>
    </table>
  )
}

function Submission({ id, runs, against }: { id: string; runs: readonly RunSummary[]; against: string | undefined }) {
  const [first] = runs
  if (first === undefined) return null
  const address = (set: string) => `/compare?${new URLSearchParams(against === undefined ? { a: set } : { a: against, b: set })}`
  const distinct = (values: readonly string[]) => [...new Set(values)].join(', ')
  return (
    <tr>
      <td data-label="submission">
        <a href={address(id)}>
          {first.suite} <span class="soft">{id}</span>
        </a>
      </td>
      <td data-label="points">
        {runs.slice(0, 6).map((run, i) => (
          <span key={run.id}>
            {i > 0 && ', '}
            <a href={address(run.id)}>{run.label}</a>
          </span>
        ))}
        {runs.length > 6 && ` and ${runs.length - 6} more`}
      </td>
      <td data-label="backends">{distinct(runs.flatMap(({ backends }) => backends))}</td>
      <td data-label="host">{distinct(runs.map(({ host }) => host))}</td>
      <td data-label="submitted">
        <Moment at={first.submittedAt} />
      </td>
    </tr>
  )
}
