/** Lets so many in at a time; others wait in order, for so long. */
import { QueryError } from './query-error.ts'

export interface AdmissionOptions {
  readonly most: number
  readonly timeoutMs: number
}

export class Admission {
  readonly #options: AdmissionOptions
  readonly #waiting = new Set<() => void>()
  #inside = 0

  constructor(options: AdmissionOptions) {
    this.#options = options
  }

  /** Runs `work` when there is room. Throws QueryError: 202 when there was none in time, 394 when `signal` aborts meanwhile. */
  async enter<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#options.most) await this.#wait(signal)
    else this.#inside++
    try {
      return await work()
    } finally {
      const [next] = this.#waiting
      if (next === undefined) this.#inside--
      else next()
    }
  }

  /** Resolves with a place that another has left. */
  #wait(signal: AbortSignal): Promise<void> {
    const { most, timeoutMs } = this.#options
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', gone)
        this.#waiting.delete(enter)
      }
      const enter = () => {
        leave()
        resolve()
      }
      const gone = () => {
        leave()
        reject(new QueryError(394, 'The client is gone'))
      }
      const timer = setTimeout(() => {
        leave()
        reject(
          new QueryError(202, `Too many simultaneous queries: ${most} run, and none has ended for ${timeoutMs} ms; try again`),
        )
      }, timeoutMs)
      signal.addEventListener('abort', gone, { once: true })
      this.#waiting.add(enter)
      if (signal.aborted) gone()
    })
  }
}
