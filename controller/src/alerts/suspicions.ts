/** What waits to be confirmed: metrics of runs that look worse, each until the run that measures it again has ended. */
import { alertMetricFacts, type RunSpec } from '@ringside/contract'
import { median } from '../judge/median.ts'
import type { FoundDoorbell, PointRecord } from './alert-record.ts'
import type { Alerts } from './alerts.ts'
import { type JudgementRecord, type JudgementStore, placeOf } from './judgement-store.ts'
import { alertIdOf, type RunJudge } from './run-judge.ts'
import { type EndedRun, inUnitOf } from './series.ts'
import { isoTime } from './store-time.ts'

export interface SuspicionsOptions {
  readonly judgements: Pick<JudgementStore, 'save' | 'suspected'>
  readonly judge: Pick<RunJudge, 'compare'>
  readonly alerts: Pick<Alerts, 'confirm'>
  readonly doorbells: (runId: string, backend: string) => Promise<FoundDoorbell[]>
}

/** How the run that was to confirm has ended. */
export type ConfirmationEnd =
  | { readonly ok: true; readonly run: EndedRun }
  | { readonly ok: false; readonly runId: string; readonly reason: string }

export class Suspicions {
  readonly #options: SuspicionsOptions
  readonly #waiting = new Map<string, JudgementRecord>()

  constructor(options: SuspicionsOptions) {
    this.#options = options
  }

  /** Takes up those that an earlier process has left, and returns them. */
  async restore(): Promise<readonly JudgementRecord[]> {
    for (const record of await this.#options.judgements.suspected()) this.add(record)
    return [...this.#waiting.values()]
  }

  add(record: JudgementRecord): void {
    this.#waiting.set(placeOf(record), record)
  }

  /** What another run of the same series waits for. */
  holds(place: Pick<JudgementRecord, 'series' | 'metric' | 'runId'>): boolean {
    const waiting = this.#waiting.get(placeOf(place))
    return waiting !== undefined && waiting.runId !== place.runId
  }

  /** Whether anything waits for this run. */
  awaits(confirmationRunId: string): boolean {
    return this.#of(confirmationRunId).length > 0
  }

  /** Opens an alert of what was worse again, and drops the rest. Safe to repeat. Rejects when the store is out of reach. */
  async settle(end: ConfirmationEnd): Promise<readonly JudgementRecord[]> {
    const { judgements, alerts } = this.#options
    const runId = end.ok ? end.run.spec.id : end.runId
    const waiting = this.#of(runId)
    const settled: JudgementRecord[] = []
    const points: PointRecord[] = []
    const again: JudgementRecord[] = []
    for (const suspicion of waiting) {
      const second = end.ok ? await this.#measuredAgain(suspicion, end.run) : undefined
      if (second === undefined) settled.push({ ...suspicion, state: 'dropped', why: `${suspicion.why}; ${notMeasured(end)}` })
      else {
        again.push(second)
        if (second.verdict === 'worse') points.push(await this.#pointOf(suspicion, second, (end as { run: EndedRun }).run.spec))
        const [state, word] =
          second.verdict === 'worse' ? (['confirmed', 'confirms it'] as const) : (['dropped', 'does not'] as const)
        settled.push({ ...suspicion, state, why: `${suspicion.why}; ${runId} ${word}: ${second.why}` })
      }
    }
    const [first] = waiting
    if (first === undefined) return []
    const { suite, host } = first
    const ids = await alerts.confirm({ suite, host, alertId: alertIdOf(first), points })
    const alertOf = new Map(points.map((point, index) => [placeOf(point), ids[index] ?? '']))
    const withAlert = (record: JudgementRecord) => ({ ...record, alertId: alertOf.get(placeOf(record)) ?? '' })
    await judgements.save(again.map(withAlert))
    await judgements.save(settled.map(withAlert))
    for (const record of waiting) this.#waiting.delete(placeOf(record))
    return settled
  }

  #of(confirmationRunId: string): JudgementRecord[] {
    return [...this.#waiting.values()].filter((record) => record.confirmationRunId === confirmationRunId)
  }

  /** Of the run that was to confirm; undefined where it has not measured the same. */
  async #measuredAgain(suspicion: JudgementRecord, run: EndedRun): Promise<JudgementRecord | undefined> {
    const { series, metric, worse, minChangeRatio, baselineRunIds } = suspicion
    const of = run.backends.find((one) => one.series === series)
    const values = of?.values.get(metric)
    if (of === undefined || values === undefined) return undefined
    const compared = { of, metric, says: { metric, worse, minChangeRatio }, values }
    const { finding } = await this.#options.judge.compare(compared, baselineRunIds)
    const { verdict, ratio, interval, why } = finding
    const value = inUnitOf(metric, median(values))
    return {
      ...suspicion,
      runId: run.spec.id,
      atMs: run.endedAtMs,
      state: 'none',
      verdict,
      value,
      ratio,
      interval,
      why,
      confirmationRunId: '',
    }
  }

  async #pointOf(first: JudgementRecord, second: JudgementRecord, spec: RunSpec): Promise<PointRecord> {
    const { series, metric, backend, worse, minChangeRatio, rule, baselineMedian, baselineRunIds, runId, atMs } = first
    const { ratio, interval } = second
    return {
      series,
      pointId: spec.pointId,
      label: spec.label,
      backend,
      metric,
      unit: alertMetricFacts(metric).unit,
      worse,
      minChangeRatio,
      rule,
      value: first.value,
      baselineMedian,
      ratio,
      interval: [interval[0], interval[1]],
      runId,
      runEndedAt: isoTime(atMs),
      confirmationRunId: second.runId,
      baselineRunIds: [...baselineRunIds],
      slowestDoorbells: await this.#options.doorbells(second.runId, backend),
      latestRunId: second.runId,
      latestRatio: ratio,
      goodRuns: 0,
    }
  }
}

function notMeasured(end: ConfirmationEnd): string {
  if (!end.ok) return `${end.runId}, which was to confirm it, ${end.reason}`
  return `${end.run.spec.id}, which was to confirm it, has not measured the same: its host may have changed`
}
