/** Reads a stream of server-sent events (WHATWG HTML, section 9.2), for clients that reconnect by themselves: where the last id says. */

export interface ServerSentEvent {
  /** `message` where the sender names none. */
  readonly event: string
  readonly data: string
  /** Of this event, or the last one before it that had one; absent before the first. */
  readonly id?: string
}

/** Longest event taken; a sender that never ends one would fill the memory. */
const maxEventChars = 16 * 1024 * 1024

/** The events of `stream` in order; comments and retry times are left out. Throws when the stream breaks. */
export async function* serverSentEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let event = ''
  let data: string[] = []
  let id: { readonly id?: string } = {}
  for await (const line of lines(stream)) {
    if (line === '') {
      if (data.length > 0) yield { event: event === '' ? 'message' : event, data: data.join('\n'), ...id }
      event = ''
      data = []
      continue
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') event = value
    if (field === 'data') data.push(value)
    if (field === 'id' && !value.includes('\0')) id = { id: value }
  }
}

/** Lines end with CR LF, LF or CR; a line the stream ends in the middle of is dropped, as the standard asks. */
async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    rest += decoder.decode(chunk, { stream: true })
    if (rest.length > maxEventChars) throw new Error(`an event is longer than ${maxEventChars} characters`)
    // A CR at the very end may be half of a CR LF, so it waits for what follows.
    const parts = rest.split(/\r\n|\n|\r(?!$)/)
    rest = parts.pop() ?? ''
    yield* parts
  }
}
