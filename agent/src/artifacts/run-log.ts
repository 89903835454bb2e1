/** The lines that the agent's log gets during a run. An agent has one run at a time, so whatever is logged meanwhile is about it. */
import type { DestinationStream } from 'pino'

/** Far more than a run says; beyond it lines are counted instead of kept. */
const maxChars = 16 << 20

/** Gets every line of the log, secrets struck out, and keeps those of the present run. */
export class RunLog implements DestinationStream {
  #lines: string[] = []
  #chars = 0
  #left = 0
  #keeps = false

  /** A run begins: its lines are kept, those of one before are forgotten. */
  begin(): void {
    this.#lines = []
    this.#chars = 0
    this.#left = 0
    this.#keeps = true
  }

  /** It has ended: nothing is kept until the next begins. */
  end(): void {
    this.#keeps = false
    this.#lines = []
  }

  write(line: string): void {
    if (!this.#keeps) return
    this.#chars += line.length
    if (this.#chars > maxChars) this.#left++
    else this.#lines.push(line)
  }

  /** JSON lines. */
  text(): string {
    const left = this.#left === 0 ? '' : `${JSON.stringify({ msg: `${this.#left} more lines were not kept` })}\n`
    return this.#lines.join('') + left
  }
}
