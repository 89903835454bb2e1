/** A canvas that is as sharp as the screen, and where times lie on it. */
import type { ColorOf, Palette } from './palette.ts'
import { lengthOf, type Stretch } from './time.ts'

export interface Pen {
  readonly context: CanvasRenderingContext2D
  /** In CSS pixels. */
  readonly width: number
  readonly height: number
  readonly shown: Stretch
  readonly palette: Palette
  readonly colorOf: ColorOf
  /** Whether durations are written beside bars. */
  readonly figures?: boolean
}

/** Gives the canvas the size and resolution that it is shown at, and clears it. */
export function prepared(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const scale = globalThis.devicePixelRatio || 1
  const [columns, lines] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
  if (canvas.width !== columns || canvas.height !== lines) {
    canvas.width = columns
    canvas.height = lines
  }
  const context = canvas.getContext('2d', { alpha: true }) as CanvasRenderingContext2D
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, width, height)
  return context
}

export const xOf = ({ shown, width }: Pick<Pen, 'shown' | 'width'>, ns: number): number =>
  ((ns - shown.fromNs) / lengthOf(shown)) * width

export const nsAt = ({ shown, width }: Pick<Pen, 'shown' | 'width'>, x: number): number =>
  shown.fromNs + (x / Math.max(1, width)) * lengthOf(shown)
