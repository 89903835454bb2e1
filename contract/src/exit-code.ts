/** Exit codes of the `ringside` command. */
export const exitCodes = {
  ok: 0,
  /** A run failed, a service is missing, something broke. */
  error: 1,
  /** Bad usage or bad input: nothing was started. */
  usage: 2,
} as const
