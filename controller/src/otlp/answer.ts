/**
 * What an OTLP/HTTP receiver answers, in the encoding of the request.
 * Source: OTLP specification 1.9, "OTLP/HTTP Response"; google/rpc/status.proto and code.proto.
 */
import type { Signal } from './signal.ts'

export type Encoding = 'protobuf' | 'json'

export const mediaTypes: Readonly<Record<Encoding, string>> = { protobuf: 'application/x-protobuf', json: 'application/json' }

/** Codes of google.rpc that the receiver uses. */
export const rpcCodes = {
  invalidArgument: 3,
  permissionDenied: 7,
  resourceExhausted: 8,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const

/** Items of a request that were left out, and why the first of them was. */
export interface Rejection {
  readonly rejected: number
  readonly reason: string
}

/** `Export*ServiceResponse`. With nothing rejected its `partial_success` is empty: everything was accepted. */
export function accepted(encoding: Encoding, signal: Signal, { rejected, reason }: Rejection): Buffer {
  const message = `${rejected} were rejected, the first one because ${reason}`
  if (encoding === 'json') {
    const partialSuccess = rejected === 0 ? {} : { [signal.rejectedField]: String(rejected), errorMessage: message }
    return Buffer.from(JSON.stringify({ partialSuccess }))
  }
  const partialSuccess = rejected === 0 ? Buffer.alloc(0) : numberAndText(rejected, message)
  return Buffer.concat([Buffer.from([0x0a, ...varint(partialSuccess.length)]), partialSuccess])
}

/** google.rpc.Status. */
export function status(encoding: Encoding, code: number, message: string): Buffer {
  return encoding === 'json' ? Buffer.from(JSON.stringify({ code, message })) : numberAndText(code, message)
}

/** A protobuf message with a number as its field 1 and a text as its field 2. */
function numberAndText(number: number, text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([0x08, ...varint(number), 0x12, ...varint(bytes.length)]), bytes])
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]
}
