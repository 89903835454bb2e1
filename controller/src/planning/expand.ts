/** From a suite to its runs: each point of the matrix that is not excluded, as often as it is repeated, on all its backends. Pure. */
import {
  axesOf,
  type Backend,
  countRuns,
  excludes,
  generator,
  maxRunsPerSubmission,
  type Point,
  type RunSpec,
  runDefaults,
  type Suite,
  shuffled,
  suiteDefaults,
} from '@ringside/contract'
import { contentNaming } from './content-id.ts'
import { labelling } from './label.ts'
import { pointIdOf } from './point-id.ts'
import { measuringOf, queueingOf } from './run-settings.ts'

/** A run before it is submitted: what to measure, not yet where and under which ids. */
export type PlannedRun = Omit<RunSpec, 'id' | 'submissionId' | 'host' | 'traceparent'>

/** The runs of a suite that passed checkSuite, on one host, in the order in which they are to be queued. */
export function expand(suite: Suite): PlannedRun[] {
  return Array.from(plannedRuns(suite))
}

/**
 * The same, one by one, each made when it is asked for (in random order, all points first): whoever takes 100,000 can let
 * others have their turn. Throws RangeError, before it makes any, for more runs than a submission may have.
 */
export function* plannedRuns(suite: Suite): Generator<PlannedRun> {
  const repeat = suite.run?.repeat ?? suiteDefaults.repeat
  const points = plannedPoints(suite)
  switch (suite.runs?.order ?? suiteDefaults.runOrder) {
    case 'interleave':
      return yield* inRounds(points, repeat)
    case 'listed':
      return yield* pointByPoint(points, repeat)
    case 'random':
      return yield* shuffled([...inRounds(points, repeat)], generator(suite.runs?.seed ?? suiteDefaults.runSeed))
  }
}

function* inRounds(points: Iterable<PlannedRun>, repeat: number): Generator<PlannedRun> {
  const first: PlannedRun[] = []
  for (const point of points) {
    first.push(point)
    yield point
  }
  for (let repetition = 1; repetition < repeat; repetition++) for (const point of first) yield { ...point, repetition }
}

function* pointByPoint(points: Iterable<PlannedRun>, repeat: number): Generator<PlannedRun> {
  for (const point of points) for (let repetition = 0; repetition < repeat; repetition++) yield { ...point, repetition }
}

/** The first repetition of every point in the order of the suite: workloads outermost, then frame, ringSize, queues, ring. */
export function* plannedPoints(suite: Suite): Generator<PlannedRun> {
  const runs = countRuns(suite)
  if (runs > maxRunsPerSubmission) {
    throw new RangeError(`the suite has ${runs} runs, at most ${maxRunsPerSubmission} are accepted at once; split its matrix`)
  }
  const measuring = measuringOf(suite)
  const common = { ...runDefaults, suite: suite.name, ...measuring, ...queueingOf(suite) }
  const labelOf = labelling(suite)
  const contentIdOf = contentNaming(measuring)
  for (const point of pointsOf(suite)) {
    const backends = backendsAt(point, suite)
    if (backends.length === 0) continue
    const contentId = contentIdOf({ point, backends })
    yield { ...common, pointId: pointIdOf(point, backends), contentId, label: labelOf(point), point, backends }
  }
}

function* pointsOf({ workloads, matrix }: Suite): Generator<Point> {
  const axes = axesOf(matrix)
  for (const workload of workloads)
    for (const frame of axes.frame)
      for (const ringSize of axes.ringSize)
        for (const queues of axes.queues) for (const ring of axes.ring) yield { workload, frame, ringSize, queues, ring }
}

/** The backends that no rule takes away at a point. */
function backendsAt(point: Point, { backends, exclude = [] }: Suite): Backend[] {
  const met = exclude.filter((rule) => excludes(rule, point))
  if (met.length === 0) return backends
  return backends.filter(({ name }) => !met.some(({ backend }) => backend === undefined || backend === name))
}
