/** A place among the spans of a run, which lie in the order of the table: by name, start time and id. */

export interface SpanPlace {
  readonly name: string
  readonly startUnixNs: string
  readonly spanId: string
}

/** The place as text that fits a URL. */
export function cursorAt({ name, startUnixNs, spanId }: SpanPlace): string {
  return Buffer.from(JSON.stringify([name, startUnixNs, spanId])).toString('base64url')
}

/** The place that a cursor stands for; undefined for text that no {@link cursorAt} made. */
export function placeOf(cursor: string): SpanPlace | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(place) || place.length !== 3 || place.some((part) => typeof part !== 'string')) return undefined
    const [name, startUnixNs, spanId] = place as [string, string, string]
    return /^(0|[1-9]\d{0,17}|[1-8]\d{18})$/.test(startUnixNs) ? { name, startUnixNs, spanId } : undefined
  } catch {
    return undefined
  }
}
