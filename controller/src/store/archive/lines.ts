/** Lines of a stream, with bounded memory. */
import { StringDecoder } from 'node:string_decoder'
import { ArchiveError, maxLineBytes } from './format.ts'

/** Each line without its end. Throws {@link ArchiveError} at a line that is too long. */
export async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let parts: string[] = []
  let length = 0
  for await (const chunk of stream) {
    const [first = '', ...more] = decoder.write(chunk).split('\n')
    length += first.length
    if (length > maxLineBytes)
      throw new ArchiveError(`a line is longer than ${maxLineBytes} bytes: import an archive as it was written, a chunk a line`)
    parts.push(first)
    for (const next of more) {
      yield parts.join('')
      parts = [next]
      length = next.length
    }
  }
  yield parts.join('') + decoder.end()
}
