/** Judges one run: each of its watched metrics against the baseline of its series. */

import { median } from '../judge/median.ts'
import { submissionIdOf } from '../planning/run-id.ts'
import type { PointRecord } from './alert-record.ts'
import type { Alerts } from './alerts.ts'
import type { Detector, Finding } from './detector.ts'
import { type JudgementRecord, placeOf } from './judgement-store.ts'
import { type EndedRun, inUnitOf } from './series.ts'
import type { SeriesStore } from './series-store.ts'
import { type Compared, type Watch, worseOfCompared } from './watches.ts'

export interface RunJudgeOptions {
  readonly series: Pick<SeriesStore, 'baseline' | 'values'>
  readonly alerts: Pick<Alerts, 'of'>
  readonly detector: Detector
}

/** A judgement, and what it says of a point that is part of an alert already. */
export interface Judged {
  readonly record: JudgementRecord
  readonly level?: 'worse' | 'between' | 'back'
}

export class RunJudge {
  readonly #options: RunJudgeOptions

  constructor(options: RunJudgeOptions) {
    this.#options = options
  }

  /** Rejects when the store is out of reach. */
  async judge(run: EndedRun, watch: Watch): Promise<Judged> {
    const { series, alerts } = this.#options
    const { metric, says } = watch
    const present = alerts.of({ series: watch.of.series, metric })
    const place = { series: watch.of.series, metric, runId: run.spec.id, endedAtMs: run.endedAtMs }
    // As long as an alert lasts, what its points are compared with stays as it was.
    const baselineRunIds = present?.point.baselineRunIds ?? (await series.baseline({ ...place, runs: says.baselineRuns }))
    const { finding, baselineMedian } = await this.compare(watch, baselineRunIds)
    const level = present === undefined ? undefined : levelOf(finding, present.point)
    const record: JudgementRecord = {
      series: watch.of.series,
      metric,
      runId: run.spec.id,
      backend: watch.of.backend,
      suite: run.spec.suite,
      host: run.spec.host,
      atMs: run.endedAtMs,
      rule: watch.rule,
      worse: says.worse,
      minChangeRatio: says.minChangeRatio,
      verdict: finding.verdict,
      state: 'none',
      value: watch.values.length === 0 ? 0 : inUnitOf(metric, median(watch.values)),
      baselineMedian,
      ratio: finding.ratio,
      interval: finding.interval,
      baselineRunIds,
      why: finding.why,
      confirmationRunId: '',
      alertId: present === undefined || level === 'back' ? '' : present.alert.id,
    }
    return { record, ...(level === undefined ? {} : { level }) }
  }

  /** The run's values against those of the runs of a baseline. */
  async compare(
    { of, metric, says, values }: Compared,
    baselineRunIds: readonly string[],
  ): Promise<{ readonly finding: Finding; readonly baselineMedian: number }> {
    if (values.length === 0) return { finding: nothingMeasured, baselineMedian: 0 }
    const baseline = await this.#options.series.values(baselineRunIds, of.backend, metric)
    const { minChangeRatio } = says
    const finding = this.#options.detector({ baseline, current: values, worse: worseOfCompared(says), minChangeRatio })
    return { finding, baselineMedian: baseline.length === 0 ? 0 : inUnitOf(metric, median(baseline.map(median))) }
  }
}

const nothingMeasured: Finding = {
  verdict: "can't tell",
  ratio: 1,
  interval: [1, 1],
  why: 'no trial to judge: in each the load fell behind its schedule, or the device had faults that were asked for',
}

/** Back is what is nearer to the baseline than to the level of the alert: between them, noise would tell of recoveries. */
function levelOf({ verdict, ratio }: Finding, point: PointRecord): 'worse' | 'between' | 'back' {
  if (verdict === 'worse') return 'worse'
  const share = Math.log(ratio) / Math.log(point.ratio)
  return verdict === 'not worse' && share < 1 / 2 ? 'back' : 'between'
}

/** The same for the same suspicion, so that it opens one alert however often it is confirmed. */
export const alertIdOf = (suspicion: JudgementRecord): string =>
  `al-${submissionIdOf(`alert of ${placeOf(suspicion)} ${suspicion.runId}`).slice(2)}`
