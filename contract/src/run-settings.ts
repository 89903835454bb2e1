/** How a suite is run: trials and repetitions, order, limits of time, what happens when a run fails. */
import { Type } from 'typebox'
import { Duration, Seed, strict, titled } from './suite-terms.ts'

/** Most repetitions of a run, and most trials of a backend. */
const most = 1_000

/** How each run measures. */
export const Run = Type.Object(
  {
    warmup: Type.Optional(titled(Duration, 'before every trial, not counted')),
    duration: Type.Optional(titled(Duration, 'the measured phase of every trial')),
    trials: Type.Optional(
      Type.Integer({ minimum: 1, maximum: most, description: `trials per backend, an integer from 1 to ${most}` }),
    ),
    order: Type.Optional(
      titled(
        Type.Union([Type.Literal('interleave'), Type.Literal('random'), Type.Literal('sequential')]),
        'in which order the trials of the backends take turns',
      ),
    ),
    seed: Type.Optional(titled(Seed, 'decides the order of trials: the same seed, the same order')),
    repeat: Type.Optional(
      Type.Integer({ minimum: 1, maximum: most, description: `how often each run is made, an integer from 1 to ${most}` }),
    ),
  },
  strict,
)

/** In which order the runs of a submission stand in their queue. */
export const Runs = Type.Object(
  {
    order: Type.Optional(
      titled(
        Type.Union([Type.Literal('interleave'), Type.Literal('random'), Type.Literal('listed')]),
        'interleave: every point once, then every point again; random: shuffled by the seed; listed: all repetitions of a point, then the next',
      ),
    ),
    seed: Type.Optional(titled(Seed, 'decides a random order: the same seed, the same order')),
  },
  strict,
)

export const Priority = Type.Union([Type.Literal('high'), Type.Literal('normal'), Type.Literal('low')])

export const Timeouts = Type.Object(
  {
    waiting: Type.Optional(titled(Duration, 'in the queue, from the submission')),
    run: Type.Optional(titled(Duration, 'from the claim to the result, of each attempt')),
    heartbeat: Type.Optional(titled(Duration, 'since the agent of a run was last heard of')),
  },
  strict,
)

const maxRetries = 5

export const OnFailure = Type.Object(
  {
    retries: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: maxRetries,
        description: `further attempts at a run that failed by its infrastructure or whose agent was lost, an integer from 0 to ${maxRetries}`,
      }),
    ),
    // biome-ignore lint/suspicious/noThenProperty: the word of the suite; whoever awaits a suite by mistake gets a text, no function
    then: Type.Optional(
      titled(
        Type.Union([Type.Literal('continue'), Type.Literal('stop')]),
        'whether the other runs of the submission go on, or are cancelled',
      ),
    ),
  },
  strict,
)
