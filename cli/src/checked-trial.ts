/** One trial from options, checked as if a suite had said it. */
import { type Backend, checkSuite, type Fault, type Point } from '@ringside/contract'
import { usageFailure } from './failure.ts'

/** What options say, in a suite's words; nothing is known of the values yet. */
export interface AskedTrial extends Record<keyof Point, unknown> {
  readonly backend: unknown
  readonly durationMs: number
}

export interface CheckedTrial {
  readonly point: Point
  readonly backend: Backend
}

/** The backend and point of a suite that says this. Throws a usage failure that names each option at fault. */
export function checkedTrial({ backend, workload, frame, ringSize, queues, ring, durationMs }: AskedTrial): CheckedTrial {
  const check = checkSuite({
    apiVersion: 'ringside/v1',
    kind: 'Suite',
    name: 'measure',
    backends: [backend],
    workloads: [workload],
    matrix: { frame: [frame], ringSize: [ringSize], queues: [queues], ring: [ring] },
    run: { duration: `${durationMs}ms` },
  })
  if (!check.ok) throw usageFailure(check.faults.map(faultText).join('\n'))
  return { point: { workload, frame, ringSize, queues, ring } as Point, backend: backend as Backend }
}

/** `backends[0].model.faults.drop` is said by --model, `matrix.ringSize[0]` by --ring-size. */
function faultText({ path, value, expected }: Fault): string {
  const [, key = '', ...within] = path.replaceAll(/\[\d+\]/g, '').split('.')
  const option = key === 'kind' ? 'workload' : key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const place = within.length === 0 ? '' : ` ${within.join('.')}`
  const actual = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? 'missing')
  return `--${option}${place} is ${actual}; expected ${expected}`
}
