/**
 * What an OTLP/HTTP receiver answers, in the encoding of the request.
 * Source: OTLP specification 1.9, "OTLP/HTTP Response"; google/rpc/status.proto and code.proto.
 */

export type Encoding = 'protobuf' | 'json'

export const mediaTypes: Readonly<Record<Encoding, string>> = { protobuf: 'application/x-protobuf', json: 'application/json' }

/** Codes of google.rpc that the receiver uses. */
export const rpcCodes = { invalidArgument: 3, internal: 13, unavailable: 14 } as const

/** ExportTraceServiceResponse with an empty `partial_success`: everything was accepted. */
export function accepted(encoding: Encoding): Buffer {
  return encoding === 'json' ? Buffer.from('{"partialSuccess":{}}') : Buffer.from([0x0a, 0])
}

/** google.rpc.Status. */
export function status(encoding: Encoding, code: number, message: string): Buffer {
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }))
  const text = Buffer.from(message)
  return Buffer.concat([Buffer.from([0x08, code, 0x12, ...varint(text.length)]), text])
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]
}
