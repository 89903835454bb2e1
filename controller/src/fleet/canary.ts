/**
 * Health checks: after each run of a canary its figures are compared with the band of those before, on the same host with the
 * same hardware and kernel. Figures outside are measured again at once; those that are outside again put the host into
 * quarantine. A release begins the bands anew: whoever releases a host says that it is well as it is now.
 */
import { judgedMetrics, metrics, type RunDetail, type Suite } from '@ringside/contract'
import type { Logger } from 'pino'
import { median } from '../judge/median.ts'
import { type Submissions, submissionEnd } from '../schedules/submissions.ts'
import { judgeFigure } from './band.ts'
import type { CanaryStore, Figure } from './canary-store.ts'
import type { Fleet } from './fleet.ts'

export interface CanaryOptions {
  readonly store: CanaryStore
  readonly fleet: Pick<Fleet, 'environment' | 'decide'>
  readonly submissions: Pick<Submissions, 'submit' | 'runs' | 'watch'>
  readonly detail: (runId: string) => Promise<RunDetail | undefined>
  readonly logger: Logger
}

/** A figure that left its band. */
interface Departure {
  readonly host: string
  /** What was measured: the same in the run that confirms. */
  readonly place: string
  /** For people, with value and band. */
  readonly words: string
}

export class Canary {
  readonly #options: CanaryOptions
  readonly #stop = new AbortController()

  constructor(options: CanaryOptions) {
    this.#options = options
  }

  /** Judges the hosts that a canary's submission ran on. `key` names the slot. What fails is left to the next canary. */
  async judge(suite: Suite, submissionId: string, key: string): Promise<void> {
    const departures = await this.#compare(submissionId)
    for (const [host, first] of Map.groupBy(departures, (departure) => departure.host)) {
      const second = await this.#measureAgain(suite, host, `${key}:confirm:${host}`)
      const confirmed = second.filter(({ place }) => first.some((other) => other.place === place))
      if (confirmed.length === 0) continue
      const reason = `canary ${suite.name} left its band twice in a row: ${confirmed.map(({ words }) => words).join('; ')}`
      const answer = await this.#options.fleet.decide(host, 'quarantine', { reason, by: 'health check' })
      if (!answer.ok) this.#options.logger.warn({ host, reason, detail: answer.detail }, 'a host could not be quarantined')
    }
  }

  close(): void {
    this.#stop.abort()
  }

  async #measureAgain(suite: Suite, host: string, key: string): Promise<readonly Departure[]> {
    const { submissions, logger } = this.#options
    const { hosts: _hosts, ...rest } = suite
    const answer = await submissions.submit({ ...rest, host }, key)
    if (!answer.ok) {
      logger.warn({ host, detail: answer.detail }, 'a canary that left its band could not be repeated')
      return []
    }
    const result = await submissionEnd(answer.submissionId, submissions, this.#stop.signal)
    return result === undefined ? [] : this.#compare(answer.submissionId)
  }

  /** Stores the figures of a submission, and returns those that left their bands. */
  async #compare(submissionId: string): Promise<readonly Departure[]> {
    const departures: Departure[] = []
    for (const { id } of await this.#options.submissions.runs(submissionId)) {
      const run = await this.#options.detail(id)
      if (run?.result !== undefined) departures.push(...(await this.#compareRun(run)))
    }
    return departures
  }

  async #compareRun(run: RunDetail): Promise<readonly Departure[]> {
    const { store, fleet } = this.#options
    const environment = fleet.environment(run.host)
    if (environment === undefined) return []
    const departures: Departure[] = []
    const figures: Figure[] = []
    for (const { backend, metric, value } of figuresOf(run)) {
      const place = { host: run.host, fingerprint: environment.fingerprint, pointId: run.pointId, backend, metric }
      const before = await store.good(place, environment.sinceMs, run.id)
      const verdict = judgeFigure(value, before, run.spec.minChangeRatio)
      const outside = verdict.kind === 'outside'
      figures.push({ ...place, runId: run.id, atMs: Date.parse(run.endedAt ?? run.submittedAt), value, outside })
      if (verdict.kind !== 'outside') continue
      const { title, unit } = metrics[metric]
      const band = `${round(verdict.low)} to ${round(verdict.high)} of ${verdict.figures} runs`
      const words = `${title} of ${backend}, ${run.label}: ${round(value)} ${unit}, expected ${band} (${run.id})`
      departures.push({ host: run.host, place: `${run.pointId} ${backend} ${metric}`, words })
    }
    await store.save(figures)
    return departures
  }
}

/** Medians of a run's trials, for each backend and metric that backends are judged by. */
function figuresOf({ spec, result }: RunDetail) {
  const trials = result?.trials ?? []
  return spec.backends.flatMap(({ name: backend }) =>
    judgedMetrics[spec.point.workload.kind].flatMap((metric) => {
      const values = trials.flatMap((trial) => (trial.backend === backend ? (trial.metrics[metric] ?? []) : []))
      return values.length === 0 ? [] : [{ backend, metric, value: median(values) }]
    }),
  )
}

/** Three significant digits. */
const round = (value: number): string => Number(value.toPrecision(3)).toLocaleString('en')
