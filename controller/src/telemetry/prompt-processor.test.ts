import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import { type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace'
import { describe, expect, it } from 'vitest'
import { PromptProcessor } from './prompt-processor.ts'

/** An exporter whose answers are given by the test. */
function exporter() {
  const answers: ((result: ExportResult) => void)[] = []
  const spans: SpanExporter = {
    export: (_spans, done) => void answers.push(done),
    shutdown: async () => undefined,
  }
  return { spans, answers }
}

function tracing() {
  const { spans, answers } = exporter()
  const processor = new PromptProcessor(spans, { scheduledDelayMillis: 1 })
  const tracer = new TracerProvider({ spanProcessors: [processor] }).getTracer('test')
  return { answers, processor, end: () => tracer.startSpan('run').end() }
}

describe('a prompt processor', () => {
  it('waits for what its timer has sent already', async () => {
    const { answers, processor, end } = tracing()
    end()
    await expect.poll(() => answers.length).toBe(1)
    let flushed = false
    const flush = processor.forceFlush().then(() => {
      flushed = true
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(flushed).toBe(false)
    answers[0]?.({ code: ExportResultCode.SUCCESS })
    await flush
    await processor.forceFlush()
    expect(answers).toHaveLength(1)
  })

  it('tells the next flush, and no other, of what its timer has sent in vain', async () => {
    const { answers, processor, end } = tracing()
    end()
    await expect.poll(() => answers.length).toBe(1)
    answers[0]?.({ code: ExportResultCode.FAILED, error: new Error('refused') })
    await expect(processor.forceFlush()).rejects.toThrow('refused')
    await processor.forceFlush()
  })

  it('sends what has not been sent, and waits for that as well', async () => {
    const { answers, processor, end } = tracing()
    end()
    const flush = processor.forceFlush()
    expect(answers).toHaveLength(1)
    answers[0]?.({ code: ExportResultCode.SUCCESS })
    await flush
  })
})
