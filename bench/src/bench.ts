/** What a bench is: groups of cases, each ours beside its peers. */
import type { Contest } from './side.ts'

export interface Bench {
  readonly name: string
  readonly description: string
  /** Of every figure but the ratio, unless its contest has another. */
  readonly unit: string
  /** 2 MB pages that both sides of a group take together. */
  readonly hugepages: number
  readonly groups: readonly Group[]
  /** Ends what groups share, whichever of them were measured. */
  close?(): Promise<void>
}

/** Cases that are measured together, against the same trials of the peers. */
export interface Group {
  readonly name: string
  readonly contest: Contest
}
