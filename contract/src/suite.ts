/**
 * The suite: what to measure, on which backends, how often. Written by people as YAML, checked by
 * {@link checkSuite} in check-suite.ts, expanded into runs by the controller.
 */
import { type Static, Type } from 'typebox'
import { Backend } from './backend.ts'
import { Matrix } from './matrix.ts'
import { SuiteSchedule } from './schedule.ts'
import { Duration, Name, Percent, Seed, strict } from './suite-terms.ts'
import { Tracing } from './tracing.ts'
import { Workload } from './workload.ts'

const Run = Type.Object(
  {
    warmup: Type.Optional(Duration),
    duration: Type.Optional(Duration),
    trials: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: 'trials per backend, an integer from 1 to 1000' }),
    ),
    order: Type.Optional(Type.Union([Type.Literal('interleave'), Type.Literal('random'), Type.Literal('sequential')])),
    seed: Type.Optional(Seed),
  },
  strict,
)

export const Suite = Type.Object(
  {
    apiVersion: Type.Literal('ringside/v1'),
    kind: Type.Literal('Suite'),
    name: Name,
    description: Type.Optional(Type.String()),
    host: Type.Optional(
      Type.String({ minLength: 1, description: 'the id of the host to run on; default: the only one registered' }),
    ),
    backends: Type.Array(Backend, { minItems: 1, description: 'at least one backend' }),
    workloads: Type.Array(Workload, { minItems: 1, description: 'at least one workload' }),
    matrix: Matrix,
    run: Type.Optional(Run),
    tracing: Type.Optional(Tracing),
    judge: Type.Optional(Type.Object({ minChange: Type.Optional(Percent) }, strict)),
    schedule: Type.Optional(SuiteSchedule),
  },
  strict,
)
export type Suite = Static<typeof Suite>
