/** `2026-01-31 12:00:00.123`; the columns are in UTC, and this form is read the same by every ClickHouse. */
export const storeTime = (unixMs: number): string => new Date(unixMs).toISOString().replace('T', ' ').replace('Z', '')
