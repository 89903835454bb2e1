/**
 * `missing`: some part of Ringside does not work without it. `warning`: works, but the figures are worth less, or a
 * kind of backend cannot be used here.
 */
export type CheckStatus = 'ok' | 'missing' | 'warning'

export interface Check {
  readonly name: string
  readonly status: CheckStatus
  /** What was found. */
  readonly detail: string
  /** What to do about it, when it is not ok. */
  readonly remedy?: string
}
