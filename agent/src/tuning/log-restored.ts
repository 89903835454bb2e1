import type { TunedValue } from '@ringside/contract'
import type { Logger } from 'pino'

/** A line for each value that was not put back, and one for all that were. */
export function logRestored(log: Logger): (values: readonly TunedValue[]) => void {
  return (values) => {
    const leftAlone = values.filter((value) => value.leftAlone !== undefined)
    for (const value of leftAlone) log.warn({ value }, 'a value that was changed for a run is left as it is now')
    const restored = values.length - leftAlone.length
    if (restored > 0)
      log.info({ restored, settings: [...new Set(values.map(({ setting }) => setting))] }, 'host put back as it was')
  }
}
