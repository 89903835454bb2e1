/** Lines of styled text, cut to the terminal's width and made safe for it. */
import stringWidth from 'string-width'

export interface RenderOptions {
  /** Columns of the terminal. */
  readonly width: number
  readonly color: boolean
  /** False: every character becomes ASCII. */
  readonly unicode: boolean
}

/** Bold for answers, dim for what may be skipped, warn for what may not, a number for a colour of the 256. */
export type Style = 'bold' | 'dim' | 'warn' | number

export interface Part {
  readonly text: string
  readonly style?: Style | undefined
}

export type Line = readonly (Part | string)[]

/** Columns a text takes: wide characters count two, combining ones none. */
export const widthOf = (text: string): number => stringWidth(text)

/** `text` filled with spaces to at least `columns`; numbers read better with `side` 'left'. */
export function pad(text: string, columns: number, side: 'left' | 'right' = 'right'): string {
  const fill = ' '.repeat(Math.max(0, columns - widthOf(text)))
  return side === 'left' ? fill + text : text + fill
}

/** `text` cut to `columns`, with an ellipsis where something is missing. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  return columns > 0 ? `${start(text, columns - 1)}…` : ''
}

/** As much of the beginning as fits, by whole characters as people see them. */
function start(text: string, columns: number): string {
  let kept = ''
  for (const { segment } of graphemes.segment(text)) {
    if (widthOf(kept + segment) > columns) break
    kept += segment
  }
  return kept
}

/** Words of `text` on as many lines of at most `columns` as they need. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let current = ''
  for (const word of text.trim().split(/\s+/)) {
    if (current !== '' && widthOf(`${current} ${word}`) > columns) {
      lines.push(current)
      current = word
    } else {
      current = current === '' ? word : `${current} ${word}`
    }
  }
  return [...lines, current]
}

/** The lines as text for a terminal, without a newline at the end. */
export function paint(lines: readonly Line[], options: RenderOptions): string {
  return lines.map((line) => paintLine(line, options)).join('\n')
}

function paintLine(line: Line, { width, color, unicode }: RenderOptions): string {
  const parts = line
    .map((part) => (typeof part === 'string' ? { text: part } : part))
    .map((part) => ({ ...part, text: harmless(part.text) }))
  const total = parts.reduce((sum, { text }) => sum + widthOf(text), 0)
  let left = total > width ? width - 1 : width
  const shown = parts.flatMap(({ text, style }) => {
    const fitting = widthOf(text) <= left ? text : start(text, left)
    // What follows a part that was cut is not shown, even if it were short enough.
    left = fitting === text ? left - widthOf(text) : 0
    return fitting === '' ? [] : [{ text: fitting, style }]
  })
  if (total > width) shown.push({ text: '…', style: undefined })
  const last = shown.pop()
  if (last !== undefined) shown.push({ ...last, text: last.text.trimEnd() })
  return shown.map(({ text, style }) => paintPart(unicode ? text : ascii(text), color ? style : undefined)).join('')
}

const codes = { bold: '1', dim: '2', warn: '33' } as const

function paintPart(text: string, style: Style | undefined): string {
  if (style === undefined || text === '') return text
  return `\u001b[${typeof style === 'number' ? `38;5;${style}` : codes[style]}m${text}\u001b[0m`
}

/**
 * Names and messages come from outside: a control character in them must not reach the terminal. Joiners may: some scripts
 * are spelt with them, and they move nothing.
 */
const harmless = (text: string): string => text.replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ')

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

const asciiOf: Readonly<Record<string, string>> = {
  '█': '#',
  '▏': '#',
  '▎': '#',
  '▍': '#',
  '▌': '#',
  '▋': '#',
  '▊': '#',
  '▉': '#',
  '▁': '.',
  '▂': '.',
  '▃': '-',
  '▄': '-',
  '▅': '=',
  '▆': '=',
  '▇': '#',
  '│': '|',
  '├': '|',
  '└': '`',
  '─': '-',
  '·': '.',
  '…': '~',
  '–': '-',
  µ: 'u',
  '×': 'x',
}

/** As many columns as before: a wide character becomes two question marks. */
function ascii(text: string): string {
  return Array.from(graphemes.segment(text), ({ segment }) =>
    /^[\x20-\x7e]+$/.test(segment) ? segment : (asciiOf[segment] ?? '?'.repeat(widthOf(segment))),
  ).join('')
}
