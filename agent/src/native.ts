/** Loads the native datapath that `npm run setup` builds from agent/native. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type * as binding from '../native/binding/index.d.ts'
import type { Datapath } from './datapath.ts'

/** Where `npm run setup` puts the binding. */
export const bindingPath = fileURLToPath(new URL('../native/binding/index.node', import.meta.url))

/** The native datapath. Throws with the remedy when it is not built or was built for another machine. */
export function loadDatapath(path: string = bindingPath): Datapath {
  try {
    return createRequire(import.meta.url)(path) as typeof binding
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new Error(`the native datapath ${path} cannot be loaded (${reason}); build it with: npm run setup`, { cause: error })
  }
}
