/** 2 MB pages for the time of a bench, and the old number of them afterwards. */
import { readFileSync, writeFileSync } from 'node:fs'

const pool = '/sys/kernel/mm/hugepages/hugepages-2048kB'

export interface Reservation {
  /** For people: how many pages there are, or why there are none. */
  readonly text: string
  readonly enough: boolean
  /** Gives back what was added. Synchronous, because it must also work while the process exits; repeatable. */
  release(): void
}

/** Sees to it that `pages` 2 MB pages are free, as far as this process may change the pool at `folder`. */
export function reserveHugepages(pages: number, folder: string = pool): Reservation {
  const before = readNumber(`${folder}/nr_hugepages`)
  const free = readNumber(`${folder}/free_hugepages`) - readNumber(`${folder}/resv_hugepages`)
  if (free >= pages) return { text: `${free} free 2 MB pages, as found`, enough: true, release: () => undefined }
  const added = before + pages - free
  const refused = write(`${folder}/nr_hugepages`, added)
  if (refused !== undefined) {
    return { text: `${free} free 2 MB pages; more were refused (${refused})`, enough: false, release: () => undefined }
  }
  const got = readNumber(`${folder}/nr_hugepages`) - before
  let held = true
  return {
    text: `${free + got} free 2 MB pages, ${got} of them added for this run`,
    enough: free + got >= pages,
    release: () => {
      // Relative to what is there now: somebody else may have changed the pool in the meantime.
      if (held) write(`${folder}/nr_hugepages`, Math.max(0, readNumber(`${folder}/nr_hugepages`) - got))
      held = false
    },
  }
}

/** 0 where the kernel has no such pool. */
function readNumber(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch {
    return 0
  }
}

/** Why it was refused, or undefined. */
function write(path: string, value: number): string | undefined {
  try {
    writeFileSync(path, String(value))
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}
