/** The native OTLP decoder (controller/native), loaded once. Decoding in JavaScript costs more than storing. */
import { createRequire } from 'node:module'
import type * as Binding from '../../native/index.d.ts'
import type { Encoding } from './answer.ts'

export type { Decoded } from '../../native/index.d.ts'

const file = '../../native/index.node'

function load(): typeof Binding {
  try {
    return createRequire(import.meta.url)(file)
  } catch (cause) {
    throw new Error(
      `the native OTLP decoder cannot be loaded from controller/native/index.node: run 'npm run setup' to build it`,
      {
        cause,
      },
    )
  }
}

/** Decodes a request off the event loop. Rejects with `code: 'InvalidArg'` if the body is not valid OTLP. */
export const decode: typeof Binding.decode = load().decode

/** {@link decode} of spans. */
export const decodeTraces = (body: Buffer, encoding: Encoding): Promise<Binding.Decoded> => decode(body, 'traces', encoding)

/** Whether an error of {@link decode} is the sender's fault: sending the same again cannot help. */
export function isMalformed(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'InvalidArg'
}
