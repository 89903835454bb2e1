/** The spans of a run and above it, which a trace has beside its doorbells. */
import { randomBytes } from 'node:crypto'
import { attributes, phaseNames, spanNames } from '@ringside/contract'
import type { StoredDoorbell, TracedRun } from './questions.ts'

/** Every this many doorbells a late packet, and how many doorbells it is linked to. */
const doorbellsPerOutlier = 50
const linksPerOutlier = 4

export interface RunSpansOptions extends TracedRun {
  /** Ids of the spans that the doorbells have for parents, by the name of their phase. */
  readonly phaseSpanIds: Readonly<Record<string, string>>
  /** When the run began, Unix ms; it ends now. */
  readonly beganMs: number
  /** Doorbells that packets were late around. */
  readonly linked: readonly StoredDoorbell[]
}

export interface RunSpans {
  /** An ExportTraceServiceRequest as JSON. */
  readonly body: string
  readonly spans: number
  /** From late packets to doorbells. */
  readonly links: number
}

/** A command, its submission, a run with one trial of four phases, and late packets under the one that is measured. */
export function runSpans({ runId, traceId, phaseSpanIds, beganMs, linked }: RunSpansOptions): RunSpans {
  const times = { startTimeUnixNano: `${beganMs}000000`, endTimeUnixNano: `${Date.now()}000000` }
  const span = (name: string, parentSpanId: string, spanId = randomBytes(8).toString('hex')) => ({
    ...{ traceId, spanId, parentSpanId, name, kind: 1 },
    ...times,
  })
  const command = span(spanNames.cliRun, '')
  const submission = span(spanNames.submit, command.spanId)
  const run = span(spanNames.run, submission.spanId)
  const execution = span(spanNames.runExecute, run.spanId)
  const trial = span(spanNames.trial, execution.spanId)
  const phases = phaseNames.map((name) => span(name, trial.spanId, phaseSpanIds[name]))
  const late = outliersOf(linked).map((doorbells) => ({
    ...span(spanNames.packetOutlier, phaseSpanIds[spanNames.measure] ?? ''),
    links: doorbells.map(({ spanId }) => ({ traceId, spanId })),
  }))
  const ofRun = [run, execution, trial, ...phases, ...late]
  const scope = { attributes: [{ key: attributes.runId, value: { stringValue: runId } }] }
  const scopeSpans = [{ spans: [command, submission] }, { scope, spans: ofRun }]
  return {
    body: JSON.stringify({ resourceSpans: [{ scopeSpans }] }),
    spans: ofRun.length + 2,
    links: late.length * linksPerOutlier,
  }
}

function outliersOf(doorbells: readonly StoredDoorbell[]): StoredDoorbell[][] {
  return Array.from({ length: Math.floor(doorbells.length / doorbellsPerOutlier) }, (_, i) =>
    doorbells.slice(i * doorbellsPerOutlier, i * doorbellsPerOutlier + linksPerOutlier),
  )
}
