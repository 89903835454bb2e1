/** `2026-01-31 12:00:00.123`, in UTC as the columns are. */
export const storeTime = (unixMs: number): string => new Date(unixMs).toISOString().replace('T', ' ').replace('Z', '')

/** A column of times as Unix ms in a column of the same name with `_ms`. */
export const msColumn = (column: string): string => `toUnixTimestamp64Milli(${column}) AS ${column}_ms`

export const isoTime = (unixMs: number): string => new Date(unixMs).toISOString()
