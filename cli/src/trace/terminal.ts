/** Gives the terminal to something interactive, key by key, and gives it back however that ends. */
import { emitKeypressEvents } from 'node:readline'
import { onInterruption } from '../interruption.ts'

export interface Terminal {
  readonly input: NodeJS.ReadableStream & { setRawMode?(raw: boolean): unknown }
  readonly output: NodeJS.WritableStream & { readonly rows?: number; readonly columns?: number }
}

export interface Interactive {
  press(key: string, size: TerminalSize): Promise<void>
  /** As many lines as there are rows. */
  screen(size: TerminalSize): readonly string[]
}

export interface TerminalSize {
  readonly rows: number
  readonly columns: number
}

/** Alternate screen and no cursor, as xterm and all that follow it have them; then back. */
const enter = '\u001b[?1049h\u001b[?25l'
const leave = '\u001b[?25h\u001b[?1049l'
/** How long an escape waits for the rest of a sequence; a key alone should not feel slow. */
const escapeTimeoutMs = 50

interface Key {
  readonly name?: string
  readonly sequence?: string
  readonly ctrl?: boolean
  readonly shift?: boolean
}

/** Shows `what` until q, Ctrl-C or a signal. The terminal is as before when the promise settles, or the process exits. */
export async function interact(what: Interactive, { input, output }: Terminal): Promise<void> {
  const sizeOf = (): TerminalSize => ({ rows: output.rows ?? 24, columns: output.columns ?? 80 })
  const draw = () =>
    output.write(
      `\u001b[H${what
        .screen(sizeOf())
        .map((line) => `${line}\u001b[K`)
        .join('\r\n')}\u001b[J`,
    )
  const interruption = onInterruption()
  const restore = () => {
    input.setRawMode?.(false)
    output.write(leave)
  }
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>()
  let turn = Promise.resolve()
  const onKey = (_: string | undefined, key: Key) => {
    // At once, also while a page is loading.
    if (key.name === 'q' || (key.ctrl && (key.name === 'c' || key.name === 'd'))) return resolve()
    turn = turn
      .then(() => what.press(nameOf(key), sizeOf()))
      .then(draw)
      .then(() => undefined, reject)
  }
  const onEnd = () => resolve()
  emitKeypressEvents(input, { escapeCodeTimeout: escapeTimeoutMs } as never)
  input.setRawMode?.(true)
  process.once('exit', restore)
  input.on('keypress', onKey).on('end', onEnd)
  output.on('resize', draw)
  interruption.signal.addEventListener('abort', onEnd)
  output.write(enter)
  try {
    draw()
    input.resume()
    await ended
  } finally {
    input.off('keypress', onKey).off('end', onEnd)
    output.off('resize', draw)
    process.off('exit', restore)
    input.pause()
    interruption.release()
    restore()
  }
}

/** `j`, `G`, `?`, `return`, `pagedown`: letters as typed, other keys by name. */
const nameOf = ({ name, sequence, shift }: Key): string =>
  name === undefined ? (sequence ?? '') : shift && name.length === 1 ? name.toUpperCase() : name
