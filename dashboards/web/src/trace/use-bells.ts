/** Asks for doorbells where one looks, as finely as the screen can show, once the view has come to rest. */
import type { DoorbellBuckets, SingleDoorbells, SpanFilter } from '@ringside/contract'
import { useEffect, useState } from 'preact/hooks'
import { doorbellKey } from '../../../words/src/trace-tree.ts'
import { api, content } from '../api/client.ts'
import { type Bells, countIn, finenessOf, finest, firstBells, isSingle, levelOf, singlesOf, withLevel } from './bells.ts'
import { type Scene, unixNsAt } from './scene.ts'
import { clamped, lengthOf, padded, type Stretch } from './time.ts'

/** So long nothing must have moved. */
const restMs = 120
/** CSS pixels of a bucket, and how wide one may become before finer ones are asked. */
const [bucketPx, coarsePx] = [1.5, 3]
/** Of each side, in lengths of what is shown, so that a small move asks nothing. */
const roomAside = 0.5
/** In what is shown; with the room aside it is twice as many, and a request has at most 20,000. */
const mostSingles = 6_000
const mostAsked = 20_000

export interface BellsOptions {
  readonly scene: Scene
  readonly filter: SpanFilter
  readonly shown: Stretch
  readonly widthPx: number
}

export interface KnownBells {
  readonly bells: Bells
  readonly asking: boolean
  /** Why finer ones did not come. */
  readonly error: Error | undefined
}

export function useBells({ scene, filter, shown, widthPx }: BellsOptions): KnownBells {
  const [known, setKnown] = useState<{ scene: Scene; bells: Bells }>(() => ({ scene, bells: firstBells(scene) }))
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<Error>()
  const bells = known.scene === scene ? known.bells : firstBells(scene)

  useEffect(() => {
    const next = scene.lanes.length === 0 ? undefined : nextQuestion(scene, bells, { shown, widthPx })
    if (next === undefined) return
    const stopping = new AbortController()
    const timer = setTimeout(async () => {
      setAsking(true)
      try {
        const answer = await ask({ scene, filter, next, signal: stopping.signal })
        setKnown((before) => ({ scene, bells: answer(before.scene === scene ? before.bells : firstBells(scene)) }))
        setError(undefined)
      } catch (reason) {
        if (!stopping.signal.aborted) setError(reason as Error)
      } finally {
        setAsking(false)
      }
    }, restMs)
    return () => {
      clearTimeout(timer)
      stopping.abort()
    }
  }, [scene, filter, bells, shown.fromNs, shown.toNs, widthPx])

  return { bells, asking, error }
}

interface Question {
  readonly of: Stretch
  /** How many, or each by itself. */
  readonly buckets: number | undefined
}

/** What would show more than is known; undefined when nothing would. */
function nextQuestion(
  scene: Scene,
  bells: Bells,
  { shown, widthPx }: Pick<BellsOptions, 'shown' | 'widthPx'>,
): Question | undefined {
  if (isSingle(bells, shown) || widthPx <= 0) return undefined
  const fineness = finenessOf(bells, shown)
  const of = whole(clamped(padded(shown, roomAside), scene.whole))
  if (fineness !== undefined) {
    const inside = (stretch: Stretch) =>
      scene.lanes.reduce((sum, { doorbells }) => sum + countIn(finest(bells, doorbellKey(doorbells), shown), stretch), 0)
    if (inside(shown) <= mostSingles && inside(of) <= mostAsked / 2) return { of, buckets: undefined }
    if ((fineness / lengthOf(shown)) * widthPx <= coarsePx) return undefined
  }
  const buckets = Math.ceil(((lengthOf(of) / lengthOf(shown)) * widthPx) / bucketPx)
  return { of, buckets: Math.max(1, Math.min(2_048, buckets)) }
}

/** Whole ns, as the controller knows times. */
const whole = ({ fromNs, toNs }: Stretch): Stretch => ({ fromNs: Math.floor(fromNs), toNs: Math.ceil(toNs) + 1 })

interface Asking {
  readonly scene: Scene
  readonly filter: SpanFilter
  readonly next: Question
  readonly signal: AbortSignal
}

/** What the answer makes of what is known. */
async function ask({ scene, filter, next: { of, buckets }, signal }: Asking): Promise<(bells: Bells) => Bells> {
  const path = { id: scene.trace.runId }
  const times = { fromUnixNs: unixNsAt(scene, of.fromNs), untilUnixNs: unixNsAt(scene, of.toNs) }
  if (buckets === undefined) {
    const query = { ...filter, ...times, limit: mostAsked }
    const answer = content<SingleDoorbells>(
      await api.GET('/api/v1/runs/{id}/doorbells/single', { params: { path, query }, signal }),
    )
    return (bells) => (answer.more ? bells : { ...bells, singles: singlesOf(scene, answer, of) })
  }
  const query = { ...filter, ...times, buckets }
  const answer = content<DoorbellBuckets>(await api.GET('/api/v1/runs/{id}/doorbells', { params: { path, query }, signal }))
  return (bells) => withLevel(bells, levelOf(scene, answer, of))
}
