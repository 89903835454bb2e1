/** Tunes a host for the time of a run. Whoever calls has the machine to himself: `host/host-lock.ts`. */
import type { TunedValue, Tuning } from '@ringside/contract'
import { RunFailed } from '../run-failure.ts'
import { TuningJournal, UnreadableJournal } from './journal.ts'
import { KernelFiles } from './kernel-files.ts'
import { type Change, freeHugepages, planChanges, untunable } from './plan.ts'

/** A host as a run wants it. */
export interface TunedHost {
  /** Puts back what was changed, the last change first. Answers all of them. Once. */
  restore(): readonly TunedValue[]
}

export interface TunerOptions {
  /** Of the journal. */
  readonly file: string
  /** Where trials run. */
  readonly measuredCpus: () => readonly number[]
  readonly files?: KernelFiles
}

export class Tuner {
  readonly #journal: TuningJournal
  readonly #files: KernelFiles
  readonly #measuredCpus: () => readonly number[]

  constructor({ file, measuredCpus, files = new KernelFiles() }: TunerOptions) {
    this.#journal = new TuningJournal(file)
    this.#files = files
    this.#measuredCpus = measuredCpus
  }

  /**
   * Puts back what an agent left that died. Answers what that was: nothing after a boot, which has undone it already. Throws
   * {@link RunFailed} when nobody can know what it was.
   */
  recover(): readonly TunedValue[] {
    try {
      const left = this.#journal.read()
      if (left === undefined) return []
      if (left.bootId === this.#bootId()) return this.#undo(left.runId, left.changes)
      this.#journal.clear()
      return []
    } catch (error) {
      if (error instanceof UnreadableJournal) throw new RunFailed('infrastructure', error.message)
      throw error
    }
  }

  /** Throws {@link RunFailed}, with the host as it was, when it cannot be tuned so. */
  tune(tuning: Tuning, runId: string): TunedHost {
    const changes = planChanges(tuning, this.#files, this.#measuredCpus())
    if (changes.length === 0) return { restore: () => [] }
    this.#writeDown(runId, changes)
    try {
      const made = changes.filter((change) => this.#make(change))
      if (tuning.hugepages2M !== undefined) this.#requireHugepages(tuning.hugepages2M)
      return { restore: () => this.#undo(runId, made) }
    } catch (error) {
      this.#undo(runId, changes)
      throw error
    }
  }

  #writeDown(runId: string, changes: readonly Change[]): void {
    try {
      this.#journal.write({ bootId: this.#bootId(), runId, changes: [...changes] })
    } catch (error) {
      const why = `what is changed cannot be written down first (${(error as Error).message})`
      const remedy = 'name a file on a disk with room in RINGSIDE_TUNING_JOURNAL'
      throw new RunFailed('infrastructure', `this host is not tuned: ${why}; ${remedy}`)
    }
  }

  /** Whether the value has changed. Interrupts that the kernel keeps where they are stay there. */
  #make({ setting, path, from, to }: Change): boolean {
    try {
      this.#files.write(path, to)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error)
      // What the kernel places itself it does not let anyone move: EPERM, in older kernels EIO.
      if (setting === 'irqs' && (code === 'EPERM' || code === 'EIO')) return false
      const denied = code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
      const remedy = denied ? 'run the agent as root, with /sys and /proc writable' : 'look at the log of the kernel'
      throw untunable(setting, `${path} does not take '${to}' (${code})`, remedy)
    }
    if (setting !== 'irqs' || this.#files.read(path) === to) return true
    this.#files.write(path, from)
    return false
  }

  #requireHugepages(wanted: number): void {
    const free = freeHugepages(this.#files)
    if (free >= wanted) return
    const remedy = 'free memory, or reserve the pages at boot: hugepagesz=2M hugepages=N'
    throw untunable('hugepages2M', `of ${wanted} pages only ${free} could be had, memory is short or in pieces`, remedy)
  }

  #undo(runId: string, changes: readonly Change[]): readonly TunedValue[] {
    const undone = changes.toReversed().map((change) => ({ ...change, ...this.#putBack(change) }))
    const stubborn = undone.filter(({ tryAgain }) => tryAgain)
    if (stubborn.length === 0) this.#journal.clear()
    else this.#journal.write({ bootId: this.#bootId(), runId, changes: stubborn.map(asChange).toReversed() })
    return undone.map(({ tryAgain: _, ...value }) => value).toReversed()
  }

  #putBack(change: Change): { readonly leftAlone?: string; readonly tryAgain?: boolean } {
    const now = this.#files.read(change.path)
    if (now === null || now === change.from) return {}
    if (!isOurs(change, now)) return { leftAlone: `someone else made it '${now}' meanwhile` }
    try {
      this.#files.write(change.path, change.from)
      return {}
    } catch (error) {
      return { leftAlone: `it cannot be put back (${(error as Error).message}); the next run tries again`, tryAgain: true }
    }
  }

  #bootId(): string {
    return this.#files.read('/proc/sys/kernel/random/boot_id') ?? 'unknown'
  }
}

const asChange = ({ setting, path, from, to }: Change): Change => ({ setting, path, from, to })

/** Of huge pages the kernel may have found fewer than it was asked for. */
function isOurs({ setting, from, to }: Change, now: string): boolean {
  return now === to || (setting === 'hugepages2M' && Number(now) > Number(from) && Number(now) < Number(to))
}
