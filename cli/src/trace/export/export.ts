/** `ringside trace RUN --export FORMAT`: every span of a run, doorbells included, with bounded memory. */
import type { RunTrace, SpanFilter } from '@ringside/contract'
import { formatCount } from '@ringside/dashboards'
import type { Client } from '../../client.ts'
import { CommandFailure } from '../../failure.ts'
import { onInterruption } from '../../interruption.ts'
import { ChromeTrace } from './chrome.ts'
import type { Destination } from './destination.ts'
import { otlpLines } from './otlp-json.ts'
import { spanPages } from './span-pages.ts'

export const exportFormats = ['otlp-json', 'chrome'] as const
export type ExportFormat = (typeof exportFormats)[number]

export interface ExportRequest {
  readonly format: ExportFormat
  readonly runId: string
  readonly filter: SpanFilter
  /** Told how many spans are written, after every page. */
  readonly onProgress: (spans: number) => void
  /** For tests; default: a page that suits the store. */
  readonly pageSpans?: number
}

/** A part of the export as text, and how many spans are in it. */
interface Part {
  readonly text: string
  readonly spans: number
}

/** Writes the export and returns how many spans it has. Nothing is left of a file if it fails or is interrupted. */
export async function exportTrace(client: Client, request: ExportRequest, destination: Destination): Promise<number> {
  const interruption = onInterruption()
  let written = 0
  try {
    for await (const { text, spans } of partsOf(client, request)) {
      if (interruption.signal.aborted) {
        throw new CommandFailure(`interrupted after ${formatCount(written)} spans; nothing complete was written`)
      }
      await destination.write(text)
      written += spans
      request.onProgress(written)
    }
    await destination.finish()
    return written
  } catch (error) {
    await destination.discard()
    throw error
  } finally {
    interruption.release()
  }
}

const partsOf = (client: Client, request: ExportRequest): AsyncGenerator<Part> =>
  request.format === 'otlp-json' ? otlpParts(client, request) : chromeParts(client, request)

async function* otlpParts(client: Client, { runId, filter, pageSpans }: ExportRequest): AsyncGenerator<Part> {
  if (Object.keys(filter).length === 0) {
    const above = await client.spansAbove(runId)
    yield { text: [...otlpLines(above)].join(''), spans: above.spans.length }
  }
  for await (const page of spanPages(client, { runId, filter, limit: pageSpans })) {
    for (const text of otlpLines(page)) yield { text, spans: 0 }
    yield { text: '', spans: page.spans.length }
  }
}

async function* chromeParts(client: Client, { runId, filter, pageSpans }: ExportRequest): AsyncGenerator<Part> {
  const trace: RunTrace = await client.trace(runId, filter)
  const chrome = new ChromeTrace(trace)
  yield { text: chrome.begin(), spans: trace.spans.length }
  for (const name of doorbellsPassing(trace)) {
    for await (const { spans } of spanPages(client, { runId, filter: { ...filter, name: [name] }, limit: pageSpans })) {
      yield { text: chrome.doorbells(spans), spans: spans.length }
    }
  }
  yield { text: chrome.end(), spans: 0 }
}

/** Names of the doorbells that there are; those a filter by name leaves out have no fold in the trace. */
const doorbellsPassing = ({ doorbells }: RunTrace): readonly string[] => [...new Set(doorbells.map(({ name }) => name))]
