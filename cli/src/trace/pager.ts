/** The state of the interactive trace: what is open, what is selected, what of it fits the screen. No terminal in here. */
import type { RunTrace } from '@ringside/contract'
import { messageOf } from '../failure.ts'
import {
  type DoorbellNode,
  type DoorbellPage,
  headLines,
  type Openness,
  paint,
  type Row,
  rowsOf,
  type TraceOptions,
  type TreeNode,
  traceTree,
  viewOf,
  wholeFold,
} from '../render/index.ts'

export interface PagerOptions {
  readonly trace: RunTrace
  readonly options: TraceOptions
  /** A page of single doorbells: the first, or what follows the page that gave the cursor. */
  load(node: DoorbellNode, cursor: string | undefined): Promise<DoorbellPage>
}

export interface Size {
  readonly rows: number
  readonly columns: number
}

const hint = 'j k move  enter folds and unfolds  esc goes out  ? help  q quits'
const help = [
  'j, down      next line              k, up        line before',
  'space, pgdn  next screen            b, pgup      screen before',
  'g, home      first line             G, end       last line',
  'enter        fold or unfold: a span, equal spans, doorbells (the next page on its last line)',
  'esc          fold what the line lies in; close this help',
  '?            this help              q, ctrl-c    quit',
]

export class TracePager {
  readonly #trace: RunTrace
  readonly #options: TraceOptions
  readonly #load: PagerOptions['load']
  readonly #tree: TreeNode[]
  /** Spans are open unless they are here; folds are closed unless they are here. */
  readonly #toggled = new Set<string>()
  readonly #pages = new Map<string, DoorbellPage>()
  #selected = 0
  /** Screen lines above the first that is shown. */
  #top = 0
  #help = false
  #message = ''

  constructor({ trace, options, load }: PagerOptions) {
    this.#trace = trace
    this.#options = options
    this.#load = load
    this.#tree = traceTree(trace, { full: options.full ?? false })
  }

  /** What a key does, by its name as node:readline has it. */
  async press(key: string, size: Size): Promise<void> {
    this.#message = ''
    const rows = this.#rows(size)
    const page = Math.max(1, size.rows - 3)
    const moves: Readonly<Record<string, number>> = {
      j: 1,
      down: 1,
      k: -1,
      up: -1,
      space: page,
      pagedown: page,
      b: -page,
      pageup: -page,
      g: -rows.length,
      home: -rows.length,
      G: rows.length,
      end: rows.length,
    }
    if (key === '?') this.#help = !this.#help
    else if (key === 'escape' && this.#help) this.#help = false
    else if (key === 'return' || key === 'enter') await this.#enter(rows[this.#selected])
    else if (key === 'escape') this.#leave(rows)
    else this.#select(this.#selected + (moves[key] ?? 0), rows)
  }

  /** Exactly as many lines as the terminal has. */
  screen(size: Size): string[] {
    const options = { ...this.#options, width: Math.max(1, size.columns - 2) }
    const view = viewOf(this.#trace, this.#tree, options.width)
    const head = headLines(this.#trace, view, options).slice(0, Math.max(1, size.rows >> 2))
    const room = Math.max(1, size.rows - head.length - 1)
    const body = this.#help ? help.map((text) => `  ${paint([[text]], options)}`) : this.#body(size, room)
    const footer = this.#message === '' ? hint : this.#message
    const lines = [
      ...head.map((line) => `  ${paint([line], options)}`),
      ...Array.from({ length: room }, (_, i) => body[i] ?? ''),
      `  ${paint([[{ text: footer, style: this.#message === '' ? 'dim' : 'warn' }]], options)}`,
    ]
    return lines.slice(-size.rows)
  }

  /** The lines around the selected one. It is marked, so that it is seen without colours. */
  #body(size: Size, room: number): string[] {
    const rows = this.#rows(size)
    const options = { ...this.#options, width: Math.max(1, size.columns - 2) }
    const lines = rows.flatMap((row, i) => row.lines.map((line, j) => ({ line, mark: i === this.#selected && j === 0 })))
    const selected = lines.findIndex(({ mark }) => mark)
    const height = rows[this.#selected]?.lines.length ?? 1
    this.#top = Math.max(0, Math.min(Math.max(this.#top, selected + height - room), selected))
    return lines.slice(this.#top, this.#top + room).map(({ line, mark }) => `${mark ? '> ' : '  '}${paint([line], options)}`)
  }

  #rows({ columns }: Size): Row[] {
    const view = viewOf(this.#trace, this.#tree, Math.max(1, columns - 2))
    return rowsOf(this.#tree, view, this.#openness)
  }

  readonly #openness: Openness = {
    isOpen: (node) => (node.kind === 'span') !== this.#toggled.has(toggleKey(node)),
    doorbells: ({ handle }) => this.#pages.get(handle),
    siblings: wholeFold,
  }

  #select(index: number, rows: readonly Row[]): void {
    this.#selected = Math.max(0, Math.min(rows.length - 1, index))
  }

  async #enter(row: Row | undefined): Promise<void> {
    const node = row?.node
    if (node === undefined) return
    if (node.kind === 'doorbells' && (row?.more || !this.#pages.has(node.handle))) {
      if (!(await this.#loadMore(node)) || row?.more) return
    }
    this.#toggle(node)
  }

  #toggle(node: TreeNode): void {
    const key = toggleKey(node)
    if (!this.#toggled.delete(key)) this.#toggled.add(key)
  }

  async #loadMore(node: DoorbellNode): Promise<boolean> {
    const before = this.#pages.get(node.handle)
    try {
      const page = await this.#load(node, before?.next)
      this.#pages.set(node.handle, { ...page, earlier: false, spans: [...(before?.spans ?? []), ...page.spans] })
      return true
    } catch (error) {
      this.#message = messageOf(error)
      return false
    }
  }

  /** Folds the row if it is open, else selects what it lies in. */
  #leave(rows: readonly Row[]): void {
    const row = rows[this.#selected]
    const node = row?.more ? undefined : row?.node
    if (node !== undefined && node.kind !== 'span' && this.#openness.isOpen(node)) this.#toggle(node)
    else if (row?.within !== undefined)
      this.#select(
        rows.findIndex(({ key }) => key === row.within),
        rows,
      )
  }
}

const toggleKey = (node: TreeNode): string => (node.kind === 'span' ? node.span.spanId : node.handle)
