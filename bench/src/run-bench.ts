/** One bench from its first page of memory to its last result. */
import { atExit } from './at-exit.ts'
import type { Bench, Group } from './bench.ts'
import { selectGroups } from './benches.ts'
import { type Reservation, reserveHugepages } from './hugepages.ts'
import type { Options } from './options.ts'
import type { Progress } from './progress.ts'
import { type BenchResult, results } from './result.ts'
import { runRounds } from './rounds.ts'
import type { Contest, Finding, Side } from './side.ts'

export interface BenchOutcome {
  readonly results: readonly BenchResult[]
  /** Which pages the memory of each side stood on, for people. */
  readonly pages: readonly string[]
  /** What kept a group from being measured, for people. */
  readonly failures: readonly string[]
  /** Cases below their bar, for people. */
  readonly missed: readonly string[]
}

export interface RunOptions extends Pick<Options, 'bench' | 'pairs' | 'cases'> {
  readonly signal: AbortSignal
  readonly progress: Progress
  /** Each result as it is known. */
  onResult(result: BenchResult): void
}

/** Measures one group after the other; a group that fails does not keep the others from being measured. Throws on abort. */
export async function runBench(options: RunOptions, reserve = reserveHugepages): Promise<BenchOutcome> {
  const { bench, progress, signal } = options
  const reservation = reserve(bench.hugepages)
  const forget = atExit(reservation.release)
  const outcome = { results: [] as BenchResult[], failures: [] as string[], missed: [] as string[] }
  const pages = new Set<string>()
  try {
    if (bench.hugepages > 0) progress.note(`memory: ${reservation.text}`)
    if (!reservation.enough) return { ...outcome, pages: [], failures: [tooFewPages(bench, reservation)] }
    for (const group of selectGroups(bench, options.cases)) {
      try {
        const { measured, findings } = await measureGroup(group, options, pages)
        outcome.results.push(...measured)
        outcome.missed.push(
          ...missedBars(group.contest, measured),
          ...findings.filter(({ missed }) => missed).map(({ text }) => text),
        )
        for (const { text } of findings) progress.note(`${bench.name} ${group.name}: ${text}`)
        for (const result of measured) options.onResult(result)
      } catch (error) {
        signal.throwIfAborted()
        outcome.failures.push(`${bench.name} ${group.name}: ${error instanceof Error ? error.message : error}`)
      }
    }
    return { ...outcome, pages: [...pages] }
  } finally {
    await bench.close?.()
    reservation.release()
    forget()
  }
}

const tooFewPages = ({ name, hugepages }: Bench, { text }: Reservation): string =>
  `${name} needs ${hugepages} free 2 MB pages, but there are ${text}; run it as root, or add them: sysctl -w vm.nr_hugepages=${hugepages}`

type Measuring = Pick<RunOptions, 'bench' | 'pairs' | 'signal' | 'progress'>

interface Measured {
  readonly measured: readonly BenchResult[]
  readonly findings: readonly Finding[]
}

/** The results of one group; adds to `pages` what its sides' memory stands on. */
async function measureGroup({ name, contest }: Group, options: Measuring, pages: Set<string>): Promise<Measured> {
  const { bench, pairs, signal, progress } = options
  const sides = [...contest.ours.map(({ side }) => side), ...contest.peers]
  const title = `${bench.name} ${name}`
  try {
    for (const side of sides) {
      progress.show(`${title}: preparing ${side.name}`)
      await side.prepare(signal, (step) => progress.show(`${title}: preparing ${side.name}: ${step}`))
      const kind = side.pages()
      if (kind !== undefined) pages.add(`${kind} pages: ${side.name}`)
    }
    progress.note(`${title}: ${sides.map(describe).join('; ')}`)
    const onTrial = (round: number, side: Side) => progress.show(`${title}: pair ${round + 1} of ${pairs}, ${side.name}`)
    const measured = results(bench, contest, await runRounds(contest, { rounds: pairs, signal, onTrial }))
    return { measured, findings: sides.flatMap((side) => side.findings?.() ?? []) }
  } finally {
    for (const side of sides) await side.close()
  }
}

function describe(side: Side): string {
  const pages = side.pages()
  return pages === undefined ? side.name : `${side.name} (${pages})`
}

function missedBars({ ours }: Contest, measured: readonly BenchResult[]): string[] {
  return ours.flatMap(({ case: name, bar, least }, i) => {
    const result = measured[i]
    if (result === undefined) return []
    const { ratio, ours: figure, unit } = result
    return [
      ...(bar !== undefined && ratio < bar ? [`${name}: ratio ${ratio.toFixed(2)}, expected at least ${bar}`] : []),
      ...(least !== undefined && figure < least
        ? [`${name}: ${figureText(figure)} ${unit}, expected at least ${figureText(least)}`]
        : []),
    ]
  })
}

/** Whole numbers, or three digits where that is too coarse. */
const figureText = (figure: number): string => (figure < 100 ? String(Number(figure.toPrecision(3))) : figure.toFixed(0))
