/** Processes and threads of a Chrome trace: each is named once, when it is first used. */

export interface Track {
  readonly pid: number
  readonly tid: number
}

export class Tracks {
  readonly #pids = new Map<string, number>()
  readonly #tracks = new Map<string, Track>()
  readonly #write: (event: object) => void

  /** `write` is given the metadata events that name a process or thread. */
  constructor(write: (event: object) => void) {
    this.#write = write
  }

  of(process: string, thread: string): Track {
    const key = `${process}\n${thread}`
    const known = this.#tracks.get(key)
    if (known !== undefined) return known
    const pid = this.#pids.get(process) ?? this.#newProcess(process)
    const tid = this.#tracks.size + 1
    this.#name('thread_name', { name: thread }, { pid, tid })
    this.#name('thread_sort_index', { sort_index: tid }, { pid, tid })
    const track = { pid, tid }
    this.#tracks.set(key, track)
    return track
  }

  #newProcess(process: string): number {
    const pid = this.#pids.size + 1
    this.#pids.set(process, pid)
    this.#name('process_name', { name: process }, { pid, tid: 0 })
    this.#name('process_sort_index', { sort_index: pid }, { pid, tid: 0 })
    return pid
  }

  #name(name: string, args: object, { pid, tid }: Track): void {
    this.#write({ name, ph: 'M', pid, tid, args })
  }
}
