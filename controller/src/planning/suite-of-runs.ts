/** From runs back to a suite that makes the same again. Pure. */
import {
  axisKey,
  type Backend,
  type Exclusion,
  type Frame,
  type Matrix,
  type Point,
  priorities,
  type RunSpec,
  type Suite,
  tracingDefaults,
  type Workload,
} from '@ringside/contract'
import { canonicalJson } from './canonical-json.ts'
import { queueingOf } from './run-settings.ts'

/** Rules that a suite may have. */
const maxExclusions = 100

export type SuiteRecovery = { readonly ok: true; readonly suite: Suite } | { readonly ok: false; readonly detail: string }

/**
 * A suite whose runs have the contents of `specs`, which are of one submission. What no run carries is not in it: its
 * description, its schedule, its alerts, the order of its runs, hosts by labels. Refuses where rules would not say what was left out.
 */
export function suiteOfRuns(specs: readonly [RunSpec, ...RunSpec[]]): SuiteRecovery {
  const [first] = specs
  const points = specs.map(({ point }) => point)
  const axes = {
    frame: unique(points.map(({ frame }) => frame)) as Frame[],
    ringSize: unique(points.map(({ ringSize }) => ringSize)) as NonNullable<Matrix['ringSize']>,
    queues: unique(points.map(({ queues }) => queues)),
    ring: unique(points.map(({ ring }) => ring)),
  }
  const workloads = unique(points.map(({ workload }) => workload)) as Workload[]
  const backends = inOrder(specs.map(({ backends }) => backends))
  const exclude = exclusionsOf(specs, { axes, workloads, backends })
  if (exclude === undefined) {
    const detail = `the runs leave out more of their matrix than ${maxExclusions} rules can say; start from one run of it, or from its file`
    return { ok: false, detail }
  }
  const hosts = new Set(specs.map(({ host }) => host))
  const suite: Suite = {
    apiVersion: 'ringside/v1',
    kind: 'Suite',
    name: first.suite,
    ...(hosts.size === 1 && first.host !== '' && { host: first.host }),
    backends: backends as Suite['backends'],
    workloads,
    matrix: axes,
    ...(exclude.length > 0 && { exclude }),
    run: runOf(specs),
    ...settingsOf(first),
  }
  return { ok: true, suite: withTimeouts(suite, first) }
}

const unique = <Value>(values: readonly Value[]): Value[] => [
  ...new Map(values.map((value) => [canonicalJson(value), value])).values(),
]

/** All backends in an order that each of the lists has its own in. */
function inOrder(lists: readonly (readonly Backend[])[]): Backend[] {
  let left = unique(lists)
  const all: Backend[] = []
  while (left.length > 0) {
    const heads = left.flatMap(([head]) => head ?? [])
    const isLater = ({ name }: Backend) => left.some((list) => list.slice(1).some((other) => other.name === name))
    // The lists come from one suite, so that some head is behind no other.
    const next = (heads.find((head) => !isLater(head)) ?? heads[0]) as Backend
    all.push(next)
    left = left.map((list) => list.filter(({ name }) => name !== next.name)).filter((list) => list.length > 0)
  }
  return all
}

interface Whole {
  readonly axes: Required<Matrix>
  readonly workloads: readonly Workload[]
  readonly backends: readonly Backend[]
}

/** A rule for each point, or backend at a point, that has no run; undefined where there are too many. */
function exclusionsOf(specs: readonly RunSpec[], { axes, workloads, backends }: Whole): Exclusion[] | undefined {
  const measured = new Map<string, Set<string>>()
  for (const { point, backends } of specs) {
    const names = measured.get(keyOf(point)) ?? new Set()
    for (const { name } of backends) names.add(name)
    measured.set(keyOf(point), names)
  }
  const rules: Exclusion[] = []
  for (const workload of unique(workloads.map(({ kind }) => kind)))
    for (const frame of axes.frame)
      for (const ringSize of axes.ringSize)
        for (const queues of axes.queues)
          for (const ring of axes.ring) {
            const place = { workload, frame, ringSize, queues, ring }
            const names = measured.get(placeKey(place))
            if (names === undefined) rules.push(place)
            else for (const { name } of backends) if (!names.has(name)) rules.push({ backend: name, ...place })
            if (rules.length > maxExclusions) return undefined
          }
  return rules
}

type Place = Required<Omit<Exclusion, 'backend'>>

/** Rules tell workloads by their kind only. */
const keyOf = ({ workload, ...rest }: Point): string => placeKey({ workload: workload.kind, ...rest } as Place)
const placeKey = ({ workload, frame, ringSize, queues, ring }: Place): string =>
  [workload, axisKey(frame), ringSize, queues, ring].join('\n')

function runOf(specs: readonly [RunSpec, ...RunSpec[]]): NonNullable<Suite['run']> {
  const [{ warmupMs, durationMs, trials, order, seed }] = specs
  const repeat = specs.reduce((most, { repetition }) => Math.max(most, repetition + 1), 1)
  return { warmup: `${warmupMs}ms`, duration: `${durationMs}ms`, trials, order, seed, ...(repeat > 1 && { repeat }) }
}

/** What differs from what holds where a suite says nothing. */
function settingsOf({ tracing, tuning, minChangeRatio, priority, retries, stopOnFailure, artifacts }: RunSpec): Partial<Suite> {
  const { outlierPercentile, outlierWindowNs, ...rest } = tracing
  const usual = canonicalJson(tracing) === canonicalJson(tracingDefaults)
  const level = (Object.keys(priorities) as (keyof typeof priorities)[]).find((name) => priorities[name] === priority)
  // biome-ignore lint/suspicious/noThenProperty: the word of the suite
  const onFailure = { ...(retries > 0 && { retries }), ...(stopOnFailure && { then: 'stop' as const }) }
  return {
    ...(!usual && { tracing: { ...rest, outliers: { percentile: outlierPercentile, window: `${outlierWindowNs}ns` } } }),
    ...(Object.keys(tuning).length > 0 && { tuning }),
    judge: { minChange: `${Number((minChangeRatio * 100).toPrecision(12))}%` },
    ...(level !== undefined && level !== 'normal' && { priority: level }),
    ...(Object.keys(onFailure).length > 0 && { onFailure }),
    ...(artifacts.length > 0 && { artifacts: [...artifacts] }),
  }
}

/** Limits of time follow from the rest unless they were said. */
function withTimeouts(suite: Suite, { timeouts }: RunSpec): Suite {
  const usual = queueingOf(suite).timeouts
  const said = {
    ...(timeouts.waitingMs !== usual.waitingMs && { waiting: `${timeouts.waitingMs}ms` }),
    ...(timeouts.runMs !== usual.runMs && { run: `${timeouts.runMs}ms` }),
    ...(timeouts.heartbeatMs !== usual.heartbeatMs && { heartbeat: `${timeouts.heartbeatMs}ms` }),
  }
  return Object.keys(said).length === 0 ? suite : { ...suite, timeouts: said }
}
