/** A stream of bytes to standard output, or to a file that is there in full or not at all. */

import { CommandFailure, messageOf } from './failure.ts'
import { onInterruption } from './interruption.ts'
import { toFile, toStream } from './trace/export/destination.ts'

/** Returns how many bytes there were, and tells of them meanwhile. Throws {@link CommandFailure}; nothing is left of a file then. */
export async function writeStream(
  stream: AsyncIterable<Uint8Array>,
  file: string | undefined,
  onBytes: (bytes: number) => void,
): Promise<number> {
  const destination = file === undefined ? toStream(process.stdout) : await toFile(file, 'the export')
  const interruption = onInterruption()
  let bytes = 0
  try {
    for await (const chunk of stream) {
      if (interruption.signal.aborted) throw new CommandFailure('interrupted; nothing complete was written')
      await destination.write(chunk)
      bytes += chunk.length
      onBytes(bytes)
    }
    await destination.finish()
    return bytes
  } catch (error) {
    await destination.discard()
    if (error instanceof CommandFailure) throw error
    throw new CommandFailure(
      `the export broke off after ${bytes} bytes (${messageOf(error)}); look at the controller's log, then try again`,
      { cause: error },
    )
  } finally {
    interruption.release()
  }
}
