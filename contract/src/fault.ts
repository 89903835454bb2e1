/** A fault in a document that people write: where it is, what stands there, what was expected. */
export interface Fault {
  /** Path into the document: `backends[0].doorbell`; empty for the document itself. */
  readonly path: string
  /** What stands there; undefined when something is missing. */
  readonly value: unknown
  /** What was expected, in words. */
  readonly expected: string
}

/** Keys and indices that lead from the document to a value in it. */
export type FaultPath = readonly (string | number)[]

/** `backends[0].doorbell`; keys that are not plain words are quoted: `matrix["a b"]`. */
export function formatPath(path: FaultPath): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (/^[A-Za-z_$][\w$-]*$/.test(step)) text += text === '' ? step : `.${step}`
    else text += `[${JSON.stringify(step)}]`
  }
  return text
}
