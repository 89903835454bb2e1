/**
 * The suite: what to measure, on which backends, how often. Written by people as YAML, checked by
 * {@link checkSuite} in check-suite.ts, expanded into runs by the controller.
 */
import { type Static, Type } from 'typebox'
import { SuiteAlerts } from './alert-rule.ts'
import { Artifact } from './artifact.ts'
import { Backend } from './backend.ts'
import { Exclusion } from './exclusion.ts'
import { Hosts } from './host-choice.ts'
import { Matrix } from './matrix.ts'
import { OnFailure, Priority, Run, Runs, Timeouts } from './run-settings.ts'
import { SuiteSchedule } from './schedule.ts'
import { Name, Percent, strict, titled } from './suite-terms.ts'
import { Tracing } from './tracing.ts'
import { Tuning } from './tuning.ts'
import { Workload } from './workload.ts'

/** Most rules of what is left out. */
const maxExclusions = 100

const Judge = Type.Object({ minChange: Type.Optional(titled(Percent, 'differences below it are called no difference')) }, strict)

/** Most files that one file names. */
const maxIncludes = 16

/** Of files only: the command puts them in, and what it submits has none. */
export const Include = Type.Array(Type.String({ minLength: 1, description: 'the path of a YAML file, relative to this one' }), {
  minItems: 1,
  maxItems: maxIncludes,
  description: `1 to ${maxIncludes} paths of YAML files, relative to this one`,
  title: 'files whose keys hold where this one says nothing; later ones win over earlier ones',
})

export const Suite = Type.Object(
  {
    apiVersion: Type.Literal('ringside/v1', { title: 'the version of this format' }),
    kind: Type.Literal('Suite'),
    include: Type.Optional(Include),
    name: titled(Name, 'what people call the suite'),
    description: Type.Optional(Type.String({ title: 'the question that the suite answers' })),
    host: Type.Optional(
      Type.String({ minLength: 1, description: 'the id of the host to run on; default: the only one registered' }),
    ),
    hosts: Type.Optional(titled(Hosts, 'the hosts to run on, by their labels')),
    backends: Type.Array(Backend, { minItems: 1, description: 'at least one backend', title: 'where packets are processed' }),
    workloads: Type.Array(Workload, { minItems: 1, description: 'at least one workload', title: 'the load' }),
    matrix: Matrix,
    exclude: Type.Optional(
      Type.Array(Exclusion, {
        maxItems: maxExclusions,
        description: `rules of what is left out, at most ${maxExclusions}`,
        title: 'points of the matrix, or backends at points, that are not measured',
      }),
    ),
    run: Type.Optional(titled(Run, 'how each run measures')),
    runs: Type.Optional(titled(Runs, 'the order of the runs')),
    priority: Type.Optional(titled(Priority, 'which runs of a queue go first')),
    timeouts: Type.Optional(titled(Timeouts, 'how long a run may take in each part of its life')),
    onFailure: Type.Optional(titled(OnFailure, 'what happens when a run fails')),
    artifacts: Type.Optional(
      Type.Array(Artifact, { uniqueItems: true, description: "what is kept of each run: 'log', 'host', each once" }),
    ),
    tuning: Type.Optional(titled(Tuning, 'what is changed on the host for the time of a run')),
    tracing: Type.Optional(titled(Tracing, 'which doorbells become spans')),
    judge: Type.Optional(titled(Judge, 'how backends are compared')),
    alerts: Type.Optional(titled(SuiteAlerts, 'which figures to watch: someone is told when they got worse')),
    schedule: Type.Optional(
      titled(SuiteSchedule, 'when the suite is submitted by itself, once it was given to: ringside schedule add'),
    ),
  },
  strict,
)
export type Suite = Static<typeof Suite>
