/** A run's life as a strip, each part of which leads into the waterfall. */
import type { RunTrace } from '@ringside/contract'
import { useLocation } from 'preact-iso'
import type { Series } from '../../../../plots/src/theme.ts'
import { formatQuantity } from '../../../../words/src/quantity.ts'
import { api, content } from '../../api/client.ts'
import { useQuery } from '../../api/use-query.ts'
import { type Life, lifeOf, lifeSpans, type Stretch } from './life.ts'

export interface LifeStripProps {
  readonly id: string
  /** Grows when there is more to ask for. */
  readonly version: string
  readonly seriesOf: (name: string) => Series
}

export function LifeStrip({ id, version, seriesOf }: LifeStripProps) {
  const query = useQuery(`${id} ${version}`, async (signal) => {
    const params = { path: { id }, query: { name: [...lifeSpans] } }
    return content<RunTrace>(await api.GET('/api/v1/runs/{id}/trace', { params, signal }))
  })
  const life = query.data && lifeOf(query.data, id)
  // What comes later must not push down what is being read.
  if (query.data === undefined && query.loading) return <div class="life strip" />
  if (life === undefined || life.stretches.length === 0) return null
  const trials = life.stretches.filter(({ kind }) => kind === 'trial')
  const measured = measuredPart(trials)
  return (
    <section class="life" aria-label="The life of the run">
      <Strip id={id} life={life} seriesOf={seriesOf} />
      <p class="soft life-words">{wordsOf(life)}</p>
      {measured && measured.durationNs < life.durationNs * 0.75 && (
        <>
          <Strip id={id} life={measured} seriesOf={seriesOf} />
          <p class="soft life-words">The same from the first trial to the last. A part opens it in the waterfall.</p>
        </>
      )}
    </section>
  )
}

/** One link, to the whole; a click on a part opens that part. */
function Strip({ id, life, seriesOf }: { id: string; life: Life; seriesOf: LifeStripProps['seriesOf'] }) {
  const { route } = useLocation()
  const startNs = BigInt(life.startUnixNs)
  const percent = (ns: number) => `${(100 * ns) / Math.max(1, life.durationNs)}%`
  const open = (event: MouseEvent) => {
    const stretch = life.stretches[Number((event.target as HTMLElement).dataset.part)]
    if (stretch === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    route(waterfallAt(id, stretch))
  }
  return (
    <a class="strip" href={waterfallAt(id, life)} aria-label={`Open in the waterfall: ${wordsOf(life)}`} onClick={open}>
      {life.stretches.map((stretch, part) => {
        const left = percent(Number(BigInt(stretch.startUnixNs) - startNs))
        const slot = stretch.backend === undefined ? '' : ` s${seriesOf(stretch.backend).slot}`
        return (
          <span
            key={`${stretch.kind} ${stretch.startUnixNs}`}
            class={`${stretch.kind}${slot}${stretch.failed ? ' failed' : ''}`}
            style={{ left, width: percent(stretch.durationNs) }}
            data-part={part}
            title={`${stretch.title}: ${formatQuantity(stretch.durationNs, 'ns')}${stretch.failed ? ', failed' : ''}`}
          />
        )
      })}
    </a>
  )
}

const waterfallAt = (id: string, { startUnixNs, durationNs }: Pick<Stretch, 'startUnixNs' | 'durationNs'>): string =>
  `/runs/${id}/trace?from=${startUnixNs}&to=${BigInt(startUnixNs) + BigInt(durationNs)}`

function measuredPart(trials: readonly Stretch[]): Life | undefined {
  const [first, last] = [trials[0], trials.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const durationNs = Number(BigInt(last.startUnixNs) - BigInt(first.startUnixNs)) + last.durationNs
  return { startUnixNs: first.startUnixNs, durationNs, stretches: trials }
}

/** `8.2 s in the queue, 2.1 ms preparing the host, 10 trials in 2.5 s, …` */
function wordsOf({ stretches }: Life): string {
  const trials = stretches.filter(({ kind }) => kind === 'trial')
  const measured = measuredPart(trials)
  const parts = stretches.flatMap((stretch): string[] => {
    if (stretch.kind !== 'trial') return [`${formatQuantity(stretch.durationNs, 'ns')} ${stretch.title}`]
    if (stretch !== trials[0] || measured === undefined) return []
    return [`${trials.length} ${trials.length === 1 ? 'trial' : 'trials'} in ${formatQuantity(measured.durationNs, 'ns')}`]
  })
  return `${parts.join(', ')}.`
}
