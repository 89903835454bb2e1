/** `ringside expand SUITE`: every run that a suite makes, before it is submitted. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Suite, type SuiteCosts, suiteDefaults } from '@ringside/contract'
import { estimatedHostTimeMs, hostTimeMs, noCost, type PlannedRun, plannedPoints, withPoint } from '@ringside/controller/planning'
import { costText, formatHostTime } from '@ringside/dashboards'
import type { Command } from 'commander'
import { type Context, contextOf } from '../context.ts'
import { paint, type RenderOptions } from '../render/line.ts'
import { requireSuite } from '../require-suite.ts'
import { readSuite } from '../suite-file.ts'

/** Lines written at once: few enough to begin soon, enough to be quick. */
const linesAtOnce = 500

export function addExpand(program: Command): void {
  program
    .command('expand')
    .argument('<suite>', 'YAML file of the suite')
    .summary('list the runs a suite makes, and the time they will cost')
    .description(
      'Lists every point that a suite measures: the id of its content (the same content, the same id), the estimated host time of a run,\n' +
        'how often it is run, its label and its backends. Lines come as they are made. Exit code 2 when the suite has faults.',
    )
    .action((file: string, _options: object, command: Command) => expandSuite(file, contextOf(command)))
}

async function expandSuite(file: string, context: Context): Promise<void> {
  const { suite } = requireSuite(readSuite(file), context)
  const points = counted(plannedPoints(suite), suite.run?.repeat ?? suiteDefaults.repeat)
  const json = (point: PlannedRun, repetitions: number) =>
    JSON.stringify({
      contentId: point.contentId,
      pointId: point.pointId,
      label: point.label,
      backends: point.backends.map(({ name }) => name),
      repetitions,
      measuringMs: hostTimeMs(point),
      estimatedMs: estimatedHostTimeMs(point),
    })
  const text = (point: PlannedRun, repetitions: number) =>
    pointLine({ point, repetitions, estimatedMs: estimatedHostTimeMs(point) }, context.render)
  const lines = context.json ? jsonLines(points, suite, json) : textLines(points, suite, text)
  await pipeline(Readable.from(inBatches(lines)), process.stdout, { end: false })
}

interface Counted {
  readonly point: PlannedRun
  readonly repetitions: number
  /** Of this point and those before it. */
  readonly cost: SuiteCosts
}

function* counted(points: Iterable<PlannedRun>, repetitions: number): Generator<Counted> {
  let cost = noCost
  for (const point of points) {
    cost = withPoint(cost, point, repetitions)
    yield { point, repetitions, cost }
  }
}

type Write = (point: PlannedRun, repetitions: number) => string

function* textLines(points: Iterable<Counted>, suite: Suite, write: Write): Generator<string> {
  let total = noCost
  for (const { point, repetitions, cost } of points) {
    yield `${write(point, repetitions)}\n`
    total = cost
  }
  yield `${suite.name}: ${costText(total, suite)}\n`
}

/** One document, a point a line. */
function* jsonLines(points: Iterable<Counted>, suite: Suite, write: Write): Generator<string> {
  let total = noCost
  yield `{"suite":${JSON.stringify(suite.name)},"points":[`
  for (const { point, repetitions, cost } of points) {
    yield `${total === noCost ? '' : ','}\n${write(point, repetitions)}`
    total = cost
  }
  yield `\n],"total":${JSON.stringify(total)}}\n`
}

/** What has the same width everywhere comes first, so that columns stand without knowing what follows. */
function pointLine({ point, repetitions, estimatedMs }: Omit<Counted, 'cost'> & { estimatedMs: number }, render: RenderOptions) {
  const line = [
    { text: point.contentId, style: 'dim' as const },
    `  ${formatHostTime(estimatedMs).padStart(8)}  ${`x ${repetitions}`.padStart(6)}  `,
    { text: point.label, style: 'bold' as const },
    ` on ${point.backends.map(({ name }) => name).join(', ')}`,
  ]
  // Only a terminal has an edge; whoever reads from a pipe wants all of it.
  return paint([line], { ...render, width: process.stdout.isTTY ? render.width : Number.POSITIVE_INFINITY })
}

function* inBatches(lines: Iterable<string>): Generator<string> {
  let batch: string[] = []
  for (const line of lines) {
    if (batch.push(line) < linesAtOnce) continue
    yield batch.join('')
    batch = []
  }
  yield batch.join('')
}
