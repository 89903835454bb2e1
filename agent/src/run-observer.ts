/** Who wants to know when this host is measured on and what came of it. */
import type { FailureCause, RunResult } from '@ringside/contract'

export interface RunObserver {
  /** From now on this host is measured on, until the run has ended or failed: what can wait should. */
  claimed(): void
  ended(result: RunResult): void
  failed(cause: FailureCause): void
}

export const nobody: RunObserver = { claimed: () => undefined, ended: () => undefined, failed: () => undefined }
