/** Our receiver answers as the Collector's does, on every kind of bad request. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../../../controller/src/queue/testing/stack.ts'
import { type Controller, startController } from '../../../controller/src/start-controller.ts'
import { type CollectorProcess, startCollector } from './collector-process.ts'
import { type Answer, ask, casesOf, logs, metrics, type Signal, traces } from './requests.ts'

/** Of the Collector's receiver, which it does not say otherwise in config.yaml; given to ours, too. */
const limitBytes = 20 << 20

/** Signals that both are asked about. */
const signals: readonly Signal[] = [traces, logs, metrics]

interface Difference {
  readonly ours: Answer
  readonly collector: Answer
  readonly reason: string
  /** Of the signals that are concerned; default: all. */
  readonly paths?: readonly string[]
}

const mediaTypes = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
  text: 'text/plain',
  problem: 'application/problem+json',
}

const accepted = (encoding: 'protobuf' | 'json'): Answer => ({
  status: 200,
  contentType: mediaTypes[encoding],
  body: encoding === 'json' ? '{"partialSuccess":{}}' : '0a00',
})
/** With a google.rpc.Status in it, INVALID_ARGUMENT. */
const refused = (status: number, encoding: 'protobuf' | 'json'): Answer => ({
  status,
  contentType: mediaTypes[encoding],
  rpcCode: 3,
})
const plain = (status: number, form: 'text' | 'problem'): Answer => ({ status, contentType: mediaTypes[form] })

const noIds: Difference = {
  ours: refused(400, 'json'),
  collector: accepted('json'),
  reason: 'trace.proto calls such a span invalid, and nobody could find it again; a log record needs no ids',
  paths: [traces.path],
}
const unknownType: Difference = {
  ours: refused(415, 'protobuf'),
  collector: plain(415, 'text'),
  reason: 'OTLP/HTTP wants a Status in every refusal',
}
const tooLarge: Difference = {
  ours: refused(413, 'protobuf'),
  collector: refused(400, 'protobuf'),
  reason: 'RFC 9110 has a status for it, which says that smaller batches would pass',
}
const elsewhere: Difference = {
  ours: plain(404, 'problem'),
  collector: plain(404, 'text'),
  reason: 'the server has an API beside the receiver, which answers in RFC 9457',
}

/** Where ours answers otherwise, and why. Everything else is alike. */
const differences: Readonly<Record<string, Difference>> = {
  'no ids': noIds,
  'ids of zeros': noIds,
  'another content type': unknownType,
  'no content type': unknownType,
  'a content type that is none': unknownType,
  'a body above the limit': tooLarge,
  'a gzip bomb': tooLarge,
  'an unknown path': elsewhere,
  'a path below': elsewhere,
  'an encoding that nobody knows': {
    ours: refused(415, 'protobuf'),
    collector: refused(400, 'protobuf'),
    reason: 'RFC 9110, 8.4: a coding that is not acceptable is answered with 415',
  },
  'protobuf whose name is not UTF-8': {
    ours: refused(400, 'protobuf'),
    collector: accepted('protobuf'),
    reason: 'protobuf wants UTF-8 in strings; what is not could neither be shown nor exported as JSON',
  },
  'JSON behind JSON': {
    ours: refused(400, 'json'),
    collector: accepted('json'),
    reason: 'the Collector ignores what follows: those spans would be lost without a word',
  },
}

function differenceOf({ path }: Signal, name: string): Difference | undefined {
  const difference = differences[name]
  return difference?.paths?.includes(path) === false ? undefined : difference
}

let stack: TestStack
let controller: Controller
let collector: CollectorProcess

beforeAll(async () => {
  stack = await startTestStack()
  controller = await startController({ ...stack.config, maxOtlpBytes: limitBytes })
  collector = await startCollector()
})
afterAll(async () => {
  await collector.stop()
  await controller.close()
  await stack.stop()
})

describe.each(signals)('$path', (signal) => {
  test.each(casesOf(signal, limitBytes))('answers $name as the Collector does, or for a reason', async (request) => {
    const [ours, theirs] = await Promise.all([ask(controller.url, signal, request), ask(collector.endpoint, signal, request)])
    const known = differenceOf(signal, request.name)
    expect(theirs).toEqual(known?.collector ?? ours)
    expect(ours).toEqual(known?.ours ?? theirs)
  })
})

test('every difference is of a case that there is', () => {
  const names = signals.flatMap((signal) => casesOf(signal, limitBytes)).map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(Object.keys(differences)))
})
