/** A run's life as stretches of time, from its spans. Pure. */
import type { RunTrace, TraceSpan } from '@ringside/contract'

/** Names of the spans that are asked for; literal, because the contract's own come with all its schemas. */
export const lifeSpans = ['run', 'queue.wait', 'run.execute', 'trial'] as const

export interface Stretch {
  /** `queue`, `prepare`, `trial`, `between` and `end`. */
  readonly kind: 'queue' | 'prepare' | 'trial' | 'end'
  readonly title: string
  readonly backend?: string
  readonly failed: boolean
  readonly startUnixNs: string
  readonly durationNs: number
}

export interface Life {
  readonly startUnixNs: string
  readonly durationNs: number
  /** In order of time; trials may leave gaps, in which spans are exported. */
  readonly stretches: readonly Stretch[]
}

/** Of `runId`, whose trace may hold what other runs of its submission share; undefined before anything is stored. */
export function lifeOf({ spans }: RunTrace, runId: string): Life | undefined {
  const named = (name: string) => spans.filter((span) => span.name === name && belongsTo(span, runId))
  const trials = named('trial').toSorted(byStart)
  const [wait] = named('queue.wait')
  const executed = named('run.execute').at(-1)
  const [run] = named('run')
  const all = [...trials, ...[wait, executed, run].filter((span) => span !== undefined)]
  const first = all.toSorted(byStart)[0]
  if (first === undefined) return undefined
  const endNs = all.map(endOf).toSorted(byValue).at(-1) ?? 0n
  const startNs = BigInt(first.startUnixNs)
  const stretches: Stretch[] = [
    ...(wait ? [{ kind: 'queue', title: 'in the queue', failed: false, ...timesOf(wait) } as const] : []),
    ...between('prepare', 'preparing the host', [
      executed && BigInt(executed.startUnixNs),
      trials[0] && BigInt(trials[0].startUnixNs),
    ]),
    ...trials.map(trialStretch),
    ...between('end', 'result and spans on their way', [lastEnd(trials) ?? (executed && endOf(executed)), endNs]),
  ]
  return { startUnixNs: first.startUnixNs, durationNs: Number(endNs - startNs), stretches }
}

const belongsTo = ({ attributes }: TraceSpan, runId: string): boolean =>
  attributes['bench.run.id'] === undefined || attributes['bench.run.id'] === runId

function trialStretch(span: TraceSpan): Stretch {
  const backend = span.attributes['vhost.backend'] ?? ''
  const number = Number(span.attributes['bench.trial.index'] ?? 0) + 1
  return { kind: 'trial', title: `${backend}, trial ${number}`, backend, failed: span.error, ...timesOf(span) }
}

/** Nothing where an end is unknown or it took no time. */
function between(
  kind: Stretch['kind'],
  title: string,
  [fromNs, toNs]: readonly [bigint | undefined, bigint | undefined],
): Stretch[] {
  if (fromNs === undefined || toNs === undefined || toNs <= fromNs) return []
  return [{ kind, title, failed: false, startUnixNs: `${fromNs}`, durationNs: Number(toNs - fromNs) }]
}

const timesOf = ({ startUnixNs, durationNs }: TraceSpan) => ({ startUnixNs, durationNs })
const endOf = ({ startUnixNs, durationNs }: TraceSpan): bigint => BigInt(startUnixNs) + BigInt(durationNs)
const lastEnd = (spans: readonly TraceSpan[]): bigint | undefined => {
  const last = spans.at(-1)
  return last && endOf(last)
}
const byValue = (a: bigint, b: bigint): number => Number(a - b)
const byStart = (a: TraceSpan, b: TraceSpan): number => Number(BigInt(a.startUnixNs) - BigInt(b.startUnixNs))
