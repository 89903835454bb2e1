/** A place in a list that goes from new to old, as text that fits a URL. What comes to the list later lies before it. */

export interface ListPlace {
  readonly submittedAtMs: number
  readonly submissionId: string
  /** Of a run within its submission; 0 in lists of submissions. */
  readonly position: number
}

export function cursorAt({ submittedAtMs, submissionId, position }: ListPlace): string {
  return Buffer.from(JSON.stringify([submittedAtMs, submissionId, position])).toString('base64url')
}

/** The place that a cursor stands for; undefined for text that no {@link cursorAt} made. */
export function placeOf(cursor: string): ListPlace | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(place) || place.length !== 3) return undefined
    const [submittedAtMs, submissionId, position] = place as [unknown, unknown, unknown]
    const isPlace = isNatural(submittedAtMs, latestMs) && typeof submissionId === 'string' && isNatural(position, 0xffffffff)
    return isPlace ? { submittedAtMs, submissionId, position } : undefined
  } catch {
    return undefined
  }
}

/** 2286-11-20: as far as the store's times go without a second thought. */
const latestMs = 9_999_999_999_999

const isNatural = (value: unknown, most: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
