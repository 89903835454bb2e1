/** What can stand in a page as it is. */

/** JSON that can stand in a script element: no `<` that could end it. */
export const embeddedJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

/** The value without control characters in its texts, which neither HTML nor SVG has a place for. */
export function printable<Value>(value: Value): Value {
  if (typeof value === 'string') return value.replace(/[^\P{C}\n\t]/gu, '\ufffd') as Value
  if (Array.isArray(value)) return value.map(printable) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [printable(key), printable(member)])) as Value
}

/** For links that hold what they lead to. */
export function base64Of(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 32_768) parts.push(String.fromCharCode(...bytes.subarray(at, at + 32_768)))
  return btoa(parts.join(''))
}
