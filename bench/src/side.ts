/** The port to whatever is measured: our datapath, or other people's software doing the same work. */

/** One side of a comparison. It is quiet between its trials: the other sides are measured on the same cores. */
export interface Side {
  /** For people: program and ring format. */
  readonly name: string
  /**
   * Makes ready for trials; called once, before the first. Tells by `onStep` how far it is, for people, where that takes long.
   * Throws an Error for people that names the remedy.
   */
  prepare(signal: AbortSignal, onStep?: (step: string) => void): Promise<void>
  /** One short trial: units of work per second, above 0; or what else the contest measures. */
  trial(signal: AbortSignal): Promise<number>
  /** What its memory stands on, known once prepared; undefined where that plays no part. */
  pages(): string | undefined
  /** What else its trials showed, known before it is closed. */
  findings?(): readonly Finding[]
  /** Leaves nothing behind; also after a failed `prepare`. */
  close(): Promise<void>
}

/** Something beside the rate. */
export interface Finding {
  /** For people. */
  readonly text: string
  /** Whether it is worse than it must be; counts with `--check`. */
  readonly missed: boolean
}

/** Sides that are measured together, round by round. */
export interface Contest {
  /** Each gets a result of its own. */
  readonly ours: readonly ContestEntry[]
  /** The best of each round is what ours are compared with. */
  readonly peers: readonly Side[]
  /** Of its figures; the bench's by default. */
  readonly unit?: string
  /** Times and sizes. The ratio is peer by ours then, so that above 1 ours is better all the same. */
  readonly lessIsBetter?: true
}

interface ContestEntry {
  /** Name of its result: `oneway-64-split`. */
  readonly case: string
  readonly side: Side
  /** The ratio to reach with `--check`. */
  readonly bar?: number | undefined
  /** What our own figure must reach with `--check`. */
  readonly least?: number
}
