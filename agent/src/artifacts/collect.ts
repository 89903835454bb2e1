/** Collects what a run leaves behind besides figures and spans. */
import type { Artifact, RunArtifact } from '@ringside/contract'
import { beginHostReport } from './host-report.ts'
import { packArtifact } from './pack.ts'
import type { RunLog } from './run-log.ts'

export interface Collected<Result> {
  readonly result: Result
  /** Called as late as can be: the log goes on until then. */
  readonly artifacts: () => RunArtifact[]
}

/** Does the work, and looks at the host before and after where that was asked for. Throws what `work` throws. */
export async function collecting<Result>(
  wanted: readonly Artifact[],
  log: Pick<RunLog, 'text'>,
  work: () => Promise<Result>,
): Promise<Collected<Result>> {
  const report = wanted.includes('host') ? beginHostReport() : undefined
  const result = await work()
  const host =
    report === undefined ? [] : [packArtifact({ name: 'host', mediaType: 'text/plain; charset=utf-8', text: report.end() })]
  const packLog = () => packArtifact({ name: 'log', mediaType: 'application/x-ndjson', text: log.text() })
  return { result, artifacts: () => [...(wanted.includes('log') ? [packLog()] : []), ...host] }
}
