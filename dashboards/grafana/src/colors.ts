/**
 * One colour for each backend, in every chart: Okabe and Ito's palette, which the colour-blind can tell apart.
 * Source: M. Okabe, K. Ito, Color Universal Design (2008).
 */

export const palette = {
  blue: '#0072B2',
  vermilion: '#D55E00',
  green: '#009E73',
  orange: '#E69F00',
  sky: '#56B4E9',
  purple: '#CC79A7',
  grey: '#8E8E8E',
} as const

/** The two sides of a comparison. The dash is the second cue. */
export const sides = [
  { pattern: '/^A\\b/', color: palette.blue, dash: undefined },
  { pattern: '/^B\\b/', color: palette.vermilion, dash: [10, 6] },
] as const

/** Backends of the suites that ship with Ringside; others take Grafana's colour for their name, which is the same everywhere too. */
export const backends = [
  { pattern: '/^mapped\\b/', color: palette.blue, dash: undefined },
  { pattern: '/^eventfd\\b/', color: palette.vermilion, dash: [10, 6] },
  { pattern: '/^plain\\b/', color: palette.green, dash: [2, 4] },
  { pattern: '/^in-order\\b/', color: palette.orange, dash: [14, 4, 2, 4] },
  { pattern: '/^steady\\b/', color: palette.sky, dash: [6, 3] },
  { pattern: '/^stalling\\b/', color: palette.purple, dash: [18, 6] },
] as const

export type Slots = typeof sides | typeof backends
