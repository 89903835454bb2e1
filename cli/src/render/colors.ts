/** One colour for each backend: the nearest of the 256 terminal colours to Okabe and Ito's set. */
const palette = [32, 166, 36, 178, 74, 175] as const

/** Colours by the order in which the names first appear, as in the report. */
export function backendColors(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(names)].map((name, i) => [name, palette[i % palette.length] as number]))
}
