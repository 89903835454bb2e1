/** A run with its spans in a store behind HTTP: submission, one trial, requests, doorbells of two queues, slow packets. */
import { apiPaths, attributes, type RunDetail, spanNames } from '@ringside/contract'
import { runFixture } from '@ringside/contract/testing'
import { requestOf, startTraceServer, type TestBatch, type TestSpan, type TraceServer } from '@ringside/controller/testing'

export interface TracedRun {
  readonly server: TraceServer
  readonly run: RunDetail
  /** How many spans the trace has, the two that the run lies in included. */
  readonly spans: number
}

export const doorbellsOfTracedRun = 400
const startUnixNs = 1_795_208_640_000_000_000n
const id = (n: number) => n.toString(16).padStart(16, '0')
const phase = id(0x12)

const trial: readonly TestSpan[] = [
  { spanId: id(0x10), parentSpanId: id(2), name: spanNames.trial, startUnixNs, durationNs: 3_000_000 },
  inPhase(0x11, { name: spanNames.setup, startUnixNs, durationNs: 900_000 }, id(0x10)),
  inPhase(0x12, { name: spanNames.measure, startUnixNs: startUnixNs + 1_000_000n, durationNs: 1_500_000 }, id(0x10)),
  ...Array.from({ length: 8 }, (_, n) => ioctl(n, 'VHOST_SET_VRING_NUM', { index: n, num: 256 })),
  { ...ioctl(8, 'VHOST_SET_OWNER', {}), error: 'VHOST_SET_OWNER failed with EBUSY' },
]

function inPhase(n: number, span: Omit<TestSpan, 'spanId'>, parentSpanId: string): TestSpan {
  return { spanId: id(n), parentSpanId, ...span, attributes: { [attributes.phase]: span.name, ...span.attributes } }
}

function ioctl(n: number, name: string, args: Readonly<Record<string, number>>): TestSpan {
  const decoded = Object.entries(args).map(([key, value]) => [attributes.ioctlArgPrefix + key, value])
  const failed = name === 'VHOST_SET_OWNER' ? { [attributes.errorType]: 'EBUSY' } : {}
  return {
    spanId: id(0x20 + n),
    parentSpanId: id(0x11),
    name,
    startUnixNs: startUnixNs + BigInt(10_000 * (n + 1)),
    durationNs: 4_000 + n,
    attributes: {
      [attributes.phase]: 'setup',
      [attributes.ioctlRequest]: '0x4008af10',
      [attributes.ioctlResult]: name === 'VHOST_SET_OWNER' ? -1 : 0,
      ...Object.fromEntries(decoded),
      ...failed,
      'a "quoted", \\ and 日本 key': 'line\nbreak </script>',
    },
  }
}

/** Kicks and calls in turn, every tenth never seen; some are seen after the next has rung. */
const doorbells: readonly TestSpan[] = Array.from({ length: doorbellsOfTracedRun }, (_, n) => ({
  spanId: id(0x1000 + n),
  parentSpanId: phase,
  name: n % 2 === 0 ? spanNames.doorbellKick : spanNames.doorbellCall,
  startUnixNs: startUnixNs + 1_000_000n + BigInt(n * 3_001),
  durationNs: 200 + (n % 7) * 3_000,
  attributes: {
    [attributes.queueIndex]: n % 4 < 2 ? 0 : 1,
    [attributes.doorbellMethod]: 'mmio',
    [attributes.doorbellObserved]: n % 10 !== 0,
    [attributes.doorbellRingIndex]: n * 32,
    [attributes.doorbellBatch]: 32,
  },
}))

const slow: readonly TestSpan[] = Array.from({ length: 3 }, (_, n) => ({
  spanId: id(0x900 + n),
  parentSpanId: phase,
  name: spanNames.packetOutlier,
  startUnixNs: startUnixNs + 1_060_000n + BigInt(n * 5_000),
  durationNs: 80_000 + n * 1_000,
  attributes: { [attributes.queueIndex]: 0, [attributes.phase]: 'measure' },
  links: [20, 24].map((bell) => id(0x1000 + bell + 4 * n)),
}))

/** What an agent, a controller and a command would send for {@link run}, one request each. */
function batches({ traceId, id: runId }: RunDetail): readonly TestBatch[] {
  const scope = { [attributes.runId]: runId, [attributes.backend]: 'mapped', [attributes.trialIndex]: '0' }
  const command: TestSpan = {
    spanId: id(1),
    name: spanNames.cliRun,
    startUnixNs: startUnixNs - 9_000_000n,
    durationNs: 20_000_000,
  }
  const whole: TestSpan = {
    spanId: id(2),
    parentSpanId: id(1),
    name: spanNames.run,
    startUnixNs: startUnixNs - 8_000_000n,
    durationNs: 18_000_000,
  }
  return [
    { traceId, service: 'ringside-cli', spans: [command] },
    { traceId, service: 'ringside-controller', spans: [{ ...whole, attributes: { [attributes.runId]: runId, ratio: 'a' } }] },
    { traceId, service: 'ringside-agent', scope, spans: [...trial, ...slow] },
    { traceId, service: 'ringside-agent', scope, spans: doorbells },
  ]
}

export async function startTracedRun(): Promise<TracedRun> {
  const lossy = runFixture({ touch: (each) => (each.index === 2 ? { ...each, eventsDropped: 1_204 } : each) })
  const server = await startTraceServer([lossy])
  for (const batch of batches(lossy)) await postSpans(server, requestOf(batch))
  return { server, run: lossy, spans: batches(lossy).reduce((sum, { spans }) => sum + spans.length, 0) }
}

/** Sends an ExportTraceServiceRequest in JSON. Throws where it is not accepted. */
export async function postSpans(server: TraceServer, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${server.url}${apiPaths.otlpTraces}`, { method: 'POST', headers, body })
  if (answer.status !== 200) throw new Error(`the receiver answered ${answer.status}: ${await answer.text()}`)
}
