/** Who wants to know when this host is measured on and what came of it. */
import type { FailureCause, RunResult } from '@ringside/contract'
import type { ExportCounts } from './metrics.ts'

export interface RunObserver {
  /** From now on this host is measured on, until the run has ended or failed: what can wait should. */
  claimed(): void
  ended(result: RunResult): void
  failed(cause: FailureCause): void
  /** How to read what became of the spans of runs. */
  exports(read: () => ExportCounts): void
}

const ignore = () => undefined

export const nobody: RunObserver = { claimed: ignore, ended: ignore, failed: ignore, exports: ignore }
