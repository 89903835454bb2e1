/** How far a bench is, on standard error: one line that changes on a terminal, one line a group elsewhere. */

export interface Progress {
  /** What is measured now. */
  show(line: string): void
  /** A line that stays. */
  note(line: string): void
  /** Leaves no unfinished line. */
  end(): void
}

const eraseLine = '\r\x1b[K'

export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const erase = stream.isTTY ? eraseLine : ''
  return {
    show: (line) => {
      if (stream.isTTY) stream.write(`${erase}${line}`)
    },
    note: (line) => stream.write(`${erase}${line}\n`),
    end: () => stream.write(erase),
  }
}
