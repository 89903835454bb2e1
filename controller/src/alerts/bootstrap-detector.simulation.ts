/** Series of runs with known noise, judged as the controller does: how often an alert opens. Run as a program it prints the table. */

import { seededRandom } from '../judge/random.ts'
import { bootstrapDetector } from './bootstrap-detector.ts'

export interface SimulatedSeries {
  /** Deviation from run to run, as a share of the level. */
  readonly runNoise: number
  /** How much of a run's deviation the next one keeps. */
  readonly correlation: number
  /** From the ninth run on, times the level; 1 for none. */
  readonly step: number
  readonly minChangeRatio: number
  readonly series: number
}

export interface Simulated {
  /** Of runs that had a baseline and no step: suspected. */
  readonly suspectedRatio: number
  /** Of series: an alert opened. */
  readonly openedRatio: number
  /** Of series: an alert opened before the ninth run, where nothing had changed. */
  readonly falseRatio: number
}

const runsPerSeries = 12
const stepAt = 8
const trialNoise = 0.03
const trials = 10
const baselineRuns = 10

export function simulate(shape: SimulatedSeries): Simulated {
  let [judged, suspected, opened, falsely] = [0, 0, 0, 0]
  for (let seed = 0; seed < shape.series; seed++) {
    const found = judgeSeries(shape, seed)
    judged += found.judged
    suspected += found.suspected
    opened += found.openedAt === undefined ? 0 : 1
    falsely += found.openedAt !== undefined && found.openedAt < stepAt ? 1 : 0
  }
  return { suspectedRatio: suspected / judged, openedRatio: opened / shape.series, falseRatio: falsely / shape.series }
}

function judgeSeries(shape: SimulatedSeries, seed: number) {
  const next = measuring(shape, seed)
  const before: number[][] = []
  let [judged, suspected] = [0, 0]
  for (let run = 0; run < runsPerSeries; run++) {
    const level = run >= stepAt ? shape.step : 1
    const baseline = before.slice(0, baselineRuns)
    const isWorse = (current: number[]) =>
      bootstrapDetector({ baseline, current, worse: 'higher', minChangeRatio: shape.minChangeRatio }).verdict === 'worse'
    const current = next(level)
    before.unshift(current)
    if (level === 1) judged++
    if (!isWorse(current)) continue
    if (level === 1) suspected++
    const confirmation = next(level)
    if (isWorse(confirmation)) return { judged, suspected, openedAt: run }
    before.unshift(confirmation)
  }
  return { judged, suspected, openedAt: undefined }
}

/** Trials of the next run at a level. */
function measuring({ runNoise, correlation }: SimulatedSeries, seed: number): (level: number) => number[] {
  const random = seededRandom(seed * 7_919 + 1)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  let deviation = normal()
  return (level) => {
    deviation = correlation * deviation + Math.sqrt(1 - correlation ** 2) * normal()
    return Array.from({ length: trials }, () => level * Math.exp(runNoise * deviation) * (1 + trialNoise * normal()))
  }
}

if (import.meta.main) {
  const percent = (ratio: number) => `${(100 * ratio).toFixed(1)} %`
  for (const correlation of [0, 0.7])
    for (const runNoise of [0.01, 0.02, 0.03, 0.05]) {
      const common = { runNoise, correlation, minChangeRatio: 0.05, series: Number(process.argv[2] ?? 1_000) }
      const calm = simulate({ ...common, step: 1 })
      const found = [1.1, 1.2].map((step) => simulate({ ...common, step }).openedRatio)
      const cells = [
        correlation === 0 ? 'none' : '0.7',
        `${runNoise * 100} %`,
        percent(calm.suspectedRatio),
        percent(calm.openedRatio),
      ]
      process.stdout.write(`| ${[...cells, ...found.map(percent)].join(' | ')} |\n`)
    }
}
