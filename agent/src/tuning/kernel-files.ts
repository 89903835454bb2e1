/** The files by which the kernel tells and takes its settings. Paths are as seen from `root`, which is a tree of a test's own or "". */
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { listFacts, readFact } from '../read-fact.ts'

export class KernelFiles {
  readonly #root: string

  constructor(root = '') {
    this.#root = root
  }

  /** Trimmed; null when there is no such file, or it cannot be read. */
  read(path: string): string | null {
    return readFact(this.#root + path)
  }

  list(folder: string): string[] {
    return listFacts(this.#root + folder)
  }

  /** Throws with the errno by which the kernel says why it does not take the value. */
  write(path: string, value: string): void {
    // Never created: a kernel has the file or lacks the setting.
    const handle = openSync(this.#root + path, constants.O_WRONLY | constants.O_TRUNC)
    try {
      writeSync(handle, value)
    } finally {
      closeSync(handle)
    }
  }
}
