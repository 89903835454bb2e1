/** What people call the points of a suite: only what tells them apart. `throughput 64 B`, `latency web.pcap 50 kpps`. */
import { basename } from 'node:path'
import { type Frame, type Matrix, type Point, parseSchedule, type Suite, type Workload } from '@ringside/contract'

/** The labels of a suite's points; what varies is looked up once, because a suite may have very many. */
export function labelling({ workloads, matrix }: Suite): (point: Point) => string {
  const varying = new Map<Workload['kind'], Setting[]>()
  for (const kind of new Set(workloads.map((workload) => workload.kind))) {
    const alike = workloads.filter((workload) => workload.kind === kind)
    varying.set(kind, varyingSettings(alike))
  }
  return (point) => {
    const { workload, frame } = point
    return [
      workload.kind,
      frameText(frame),
      ...(workload.kind === 'latency' ? [scheduleText(workload.rate)] : []),
      ...settingWords(workload, varying.get(workload.kind) ?? []),
      ...axisWords(point, matrix),
    ].join(' ')
  }
}

function frameText(frame: Frame): string {
  if (typeof frame === 'object') return basename(frame.capture)
  return typeof frame === 'number' ? `${frame} B` : frame
}

/** `50 kpps`, `recorded`, `2 x recorded`. */
function scheduleText(rate: string): string {
  const schedule = parseSchedule(rate)
  if (schedule.kind === 'recorded') return schedule.speed === 1 ? 'recorded' : `${schedule.speed} x recorded`
  const { ratePps } = schedule
  if (ratePps >= 1e6) return `${ratePps / 1e6} Mpps`
  return ratePps >= 1e3 ? `${ratePps / 1e3} kpps` : `${ratePps} pps`
}

/** The settings in which workloads of one kind may differ, each in words. */
const settings = {
  direction: (value) => `${value}`,
  outstanding: (value) => `${value} outstanding`,
  burst: (value) => `burst ${value}`,
  flows: (value) => (value === 1 ? '1 flow' : `${value} flows`),
  verify: (value) => `verify ${value}`,
} as const satisfies Record<string, (value: string | number) => string>

type Setting = keyof typeof settings

function varyingSettings(alike: readonly Workload[]): Setting[] {
  return (Object.keys(settings) as Setting[]).filter((key) => new Set(alike.map((one) => settingOf(one, key))).size > 1)
}

function settingWords(workload: Workload, varying: readonly Setting[]): string[] {
  return varying.map((key) => {
    const value = settingOf(workload, key)
    return value === undefined ? `default ${key}` : settings[key](value)
  })
}

const settingOf = (workload: Workload, key: Setting): string | number | undefined =>
  (workload as Partial<Record<Setting, string | number>>)[key]

/** The values of the axes that have more than one. */
function axisWords({ ringSize, queues, ring }: Point, matrix: Matrix): string[] {
  const varies = (axis: keyof Matrix) => (matrix[axis]?.length ?? 0) > 1
  return [
    ...(varies('ringSize') ? [`ring ${ringSize}`] : []),
    ...(varies('queues') ? [queues === 1 ? '1 queue' : `${queues} queues`] : []),
    ...(varies('ring') ? [ring] : []),
  ]
}
