/** What a receiver says about a request that it does not take, for people. */

const maxCharacters = 200

/**
 * The message in the body of an error answer: of a `google.rpc.Status` in protobuf its field 2, else the text itself. Empty when
 * there is none, cut when it is long.
 */
export function responseText(body: Uint8Array, contentType = ''): string {
  const text = Buffer.from(contentType.startsWith('application/x-protobuf') ? statusMessage(body) : body).toString()
  // Control characters of a stranger do not belong on a terminal.
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, maxCharacters)
}

/** Walks over the fields before the message; what is no Status has no message. */
function statusMessage(body: Uint8Array): Uint8Array {
  for (let at = 0; at < body.length; ) {
    const tag = body[at] as number
    const value = readVarint(body, at + 1)
    if (tag === 0x12) return body.subarray(value.end, value.end + value.number)
    if (tag !== 0x08) break
    at = value.end
  }
  return new Uint8Array()
}

function readVarint(body: Uint8Array, start: number): { number: number; end: number } {
  let number = 0
  for (let at = start, scale = 1; at < body.length && at < start + 5; at++, scale *= 128) {
    const byte = body[at] as number
    number += (byte & 0x7f) * scale
    if (byte < 0x80) return { number, end: at + 1 }
  }
  return { number: 0, end: body.length }
}
