/**
 * Answers that hold until something changes: whoever looks at a list again while nothing happens costs the store nothing.
 * What changes the store without a word (an import, a retention) is seen a second later.
 */

const mostAnswers = 64
const mostAgeMs = 1_000

interface Kept {
  readonly answer: Promise<string>
  readonly version: number
  readonly readAtMs: number
}

export class RecentAnswers {
  readonly #version: () => number
  readonly #kept = new Map<string, Kept>()

  /** `version` grows with every change of what the answers are about. */
  constructor(version: () => number) {
    this.#version = version
  }

  /** The answer to a question as text: one that still holds, or what `read` makes of it now. */
  get(question: string, read: () => Promise<string>): Promise<string> {
    const known = this.#kept.get(question)
    const version = this.#version()
    const nowMs = performance.now()
    if (known?.version === version && nowMs - known.readAtMs < mostAgeMs) return known.answer
    const answer = read()
    this.#keep(question, { answer, version, readAtMs: nowMs })
    return answer
  }

  #keep(question: string, kept: Kept): void {
    this.#kept.delete(question)
    this.#kept.set(question, kept)
    // A failure is nobody's answer but that of who asked.
    kept.answer.catch(() => this.#kept.get(question) === kept && this.#kept.delete(question))
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostAnswers && oldest !== undefined) this.#kept.delete(oldest)
  }
}
