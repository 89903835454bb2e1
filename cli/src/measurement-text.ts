/** One trial as text. */
import type { Measurement } from '@ringside/agent'
import { metricNames, metrics } from '@ringside/contract'
import { arrivalWord, cautionsOf, formatCount, formatPercent, formatQuantity } from '@ringside/dashboards'

/** Metrics first, then what was counted, then where; whatever speaks against the figures stands right below them. */
export function measurementText({ trial, host, ioctls }: Measurement): string {
  const { packets, environment, doorbells } = trial
  const figures = metricNames.flatMap((name) => {
    const value = trial.metrics[name]
    return value === undefined ? [] : [[metrics[name].title, formatQuantity(value, metrics[name].unit)] as const]
  })
  const limited = trial.generatorLimited
    ? [['caution', 'the load fell behind its schedule: this measures the generator'] as const]
    : []
  const rows = [
    ...figures,
    ...limited,
    ...cautionsOf([trial]).map((words) => ['caution', words] as const),
    ...(trial.intendedRatePps === undefined
      ? []
      : [
          [
            'rate',
            `${formatQuantity(trial.intendedRatePps, 'pps')} intended, ${formatQuantity(trial.offeredRatePps, 'pps')} offered`,
          ] as const,
        ]),
    [
      'packets',
      `${formatCount(packets.sent)} sent, ${formatCount(packets.verified)} ${arrivalWord([trial])}, ${formatCount(packets.lost)} lost`,
    ],
    ...(trial.cyclesPerPacket === undefined
      ? []
      : [
          [
            'cycles',
            `${trial.cyclesPerPacket.driver.toFixed(0)} driver, ${trial.cyclesPerPacket.device.toFixed(0)} device a packet`,
          ] as const,
        ]),
    ['doorbells', `${formatCount(doorbells.kick.rung)} kicks, ${formatCount(doorbells.call.rung)} calls`],
    [
      'ioctls',
      `${formatCount(trial.ioctlIssued)} issued, ${formatCount(ioctls.filter(({ errno }) => errno !== undefined).length)} failed`,
    ],
    ['measured', formatQuantity(trial.durationNs, 'ns')],
    [
      'host',
      `${host.hostname}: ${host.cpuModel}, ${environment.pages} pages, clock ${environment.clock}, steal ${formatPercent(environment.stealRatio)}`,
    ],
  ] as const
  const columns = Math.max(...rows.map(([key]) => key.length))
  return rows.map(([key, value]) => `${key.padEnd(columns)}  ${value}`).join('\n')
}
