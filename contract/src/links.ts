/** Where things are found in the pages of the controller: paths under its address, the same for every link that is sent or shown. */

/** One side of a comparison: a backend of a run. */
export interface LinkedSide {
  readonly runId: string
  readonly backend: string
}

export const runPath = (runId: string): string => `/runs/${encodeURIComponent(runId)}`

/** The trace of a run, at a span where one is named. */
export const tracePath = (runId: string, spanId?: string): string =>
  `${runPath(runId)}/trace${spanId === undefined ? '' : `?span=${encodeURIComponent(spanId)}`}`

export const alertPath = (alertId: string): string => `/alerts/${encodeURIComponent(alertId)}`

/** `/compare?a=RUN.BACKEND&b=RUN.BACKEND`; ids of runs have no dot, so the first one parts them. */
export const comparePath = (a: LinkedSide, b: LinkedSide): string => `/compare?a=${sideText(a)}&b=${sideText(b)}`

/** The side that a decoded value of `a` or `b` names; undefined for what names none. */
export function linkedSideOf(text: string): LinkedSide | undefined {
  const dot = text.indexOf('.')
  return dot <= 0 || dot === text.length - 1 ? undefined : { runId: text.slice(0, dot), backend: text.slice(dot + 1) }
}

const sideText = ({ runId, backend }: LinkedSide): string => encodeURIComponent(`${runId}.${backend}`)
