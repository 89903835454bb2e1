/** A small disk in memory that can be filled. Needs a mount namespace in which this process is root: crash.mjs makes one. */
import { execFileSync } from 'node:child_process'
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const chunk = Buffer.alloc(64 << 10)

export class Disk {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Throws when this process may not mount. */
  static mount(folder: string, mib: number): Disk {
    mkdirSync(folder, { recursive: true })
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'ringside-crash', folder], { stdio: 'pipe' })
    return new Disk(folder)
  }

  /** To the last byte. */
  fill(): void {
    const file = openSync(this.#filler, 'w')
    try {
      for (let size = chunk.length; size > 0; ) {
        try {
          writeSync(file, chunk, 0, size)
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
          size >>= 1
        }
      }
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  }

  empty(): void {
    rmSync(this.#filler, { force: true })
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.folder], { stdio: 'pipe' })
  }

  get #filler(): string {
    return join(this.folder, 'filler')
  }
}
