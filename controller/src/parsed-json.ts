/** JSON that others wrote, and that may be anything. */

/** What a JSON text says; undefined for what is none. */
export function parsed<Value>(text: string | undefined): Value | undefined {
  try {
    return JSON.parse(text ?? '') as Value
  } catch {
    return undefined
  }
}
