/** Ctrl-C and its like, as an abort signal for as long as something wants to end in good order. */

export interface Interruption {
  readonly signal: AbortSignal
  /** Gives the signals back to the next one who asked, or to Node. */
  release(): void
}

/** Aborts at the first SIGINT, SIGTERM or SIGHUP. A second SIGINT ends the process at once, as an impatient user expects. */
export function onInterruption(): Interruption {
  const controller = new AbortController()
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const interrupt = (name: NodeJS.Signals) => {
    if (controller.signal.aborted && name === 'SIGINT') process.exit(130)
    controller.abort(name)
  }
  for (const name of names) process.on(name, interrupt)
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, interrupt)
    },
  }
}
