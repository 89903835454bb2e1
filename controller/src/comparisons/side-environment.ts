/** How a backend was measured in a run, in words that stand beside those of another. */
import type { RunDetail, SideEnvironment } from '@ringside/contract'
import { commonOf } from '../judge/index.ts'

/** Undefined for a run without a result. */
export function environmentOf({ id, spec, result }: RunDetail, backend: string): SideEnvironment | undefined {
  if (result === undefined) return undefined
  const environments = result.trials.flatMap((trial) => (trial.backend === backend ? [trial.environment] : []))
  const each = (value: (environment: (typeof environments)[number]) => string | number | null) =>
    commonOf(environments.map((one) => value(one) ?? 'any'))
  const worst = environments.reduce((most, { stealRatio }) => Math.max(most, stealRatio), 0)
  const { kind: _, name: __, ...settings } = spec.backends.find(({ name }) => name === backend) ?? { kind: '', name: '' }
  const facts: [string, string][] = [
    ['trials', `${spec.trials}, ${spec.order} order, ${spec.durationMs} ms each after ${spec.warmupMs} ms of warm-up`],
    ['backend', `${spec.backends.find(({ name }) => name === backend)?.kind ?? 'unknown'} ${JSON.stringify(settings)}`],
    ['ring memory', each(({ pages }) => pages)],
    ['timestamps', each(({ clock }) => clock)],
    ['driver CPU', each(({ driverCpu }) => driverCpu)],
    ['device CPU', each(({ deviceCpu }) => deviceCpu)],
    ['nice', each(({ nice }) => nice)],
    ['steal at most', `${(worst * 100).toFixed(1)} %`],
    ['tuned', (result.tuned ?? []).length === 0 ? 'nothing' : `${result.tuned?.length} settings`],
  ]
  return { runId: id, host: result.host, facts }
}
