/**
 * Lets a span be created under an id that was handed out before: a run's id travels in its job and its span comes last, and the
 * doorbells of a trial name their parents before it has ended.
 */
import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace'

export class PrimedIdGenerator implements IdGenerator {
  readonly #random = new RandomIdGenerator()
  #primed: string | undefined

  generateTraceId(): string {
    return this.#random.generateTraceId()
  }

  generateSpanId(): string {
    const id = this.#primed ?? this.#random.generateSpanId()
    this.#primed = undefined
    return id
  }

  /** Runs `start`, which must start one span synchronously; that span gets `spanId` (16 hex digits), or a new one. */
  withSpanId<Result>(spanId: string | undefined, start: () => Result): Result {
    this.#primed = spanId
    try {
      return start()
    } finally {
      this.#primed = undefined
    }
  }
}
