/**
 * Sends each span the way it needs: those of submissions and runs at once, because someone waits until they are stored;
 * those about the controller's own work when nothing is measured.
 */
import { type Context, context, ROOT_CONTEXT } from '@opentelemetry/api'
import { suppressTracing } from '@opentelemetry/core'
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace'
import { GroupCommit } from '../group-commit.ts'

export interface SpanRoutes {
  /** Instrumentation scope of the spans that cannot wait. */
  readonly promptScope: string
  readonly patient: SpanProcessor
}

export class SpanRouter implements SpanProcessor {
  readonly #routes: SpanRoutes
  #prompt: readonly SpanProcessor[] = []
  /** Who comes while spans are delivered shares the next delivery. */
  readonly #flushes = new GroupCommit<undefined>(() => this.#flushFirst(), {
    most: Number.POSITIVE_INFINITY,
    mayBeOneItem: () => false,
  })

  constructor(routes: SpanRoutes) {
    this.#routes = routes
  }

  /** Where prompt spans go from now on; the first is the one that {@link flushPrompt} waits for. Ended before, they are lost. */
  connect(prompt: readonly SpanProcessor[]): void {
    this.#prompt = prompt
  }

  /** Resolves when the first of the prompt processors has delivered every span ended so far; rejects when it could not. */
  flushPrompt(): Promise<void> {
    return this.#flushes.add(undefined)
  }

  onStart(span: Span, parent: Context): void {
    for (const processor of this.#all()) processor.onStart(span, parent)
  }

  onEnd(span: ReadableSpan): void {
    const prompt = span.instrumentationScope.name === this.#routes.promptScope
    for (const processor of prompt ? this.#prompt : [this.#routes.patient]) processor.onEnd(span)
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.#all().map((processor) => processor.forceFlush()))
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.#all().map((processor) => processor.shutdown()))
  }

  async #flushFirst(): Promise<void> {
    await context.with(suppressTracing(ROOT_CONTEXT), () => this.#prompt[0]?.forceFlush())
  }

  #all(): SpanProcessor[] {
    return [...this.#prompt, this.#routes.patient]
  }
}
