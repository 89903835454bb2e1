/**
 * The suite: what to measure, on which backends, how often. Written by people as YAML, checked by
 * {@link checkSuite} in check-suite.ts, expanded into runs by the controller.
 */
import { type Static, Type } from 'typebox'
import { durationPattern, percentPattern, ratePattern } from './quantity.ts'

const strict = { additionalProperties: false } as const

const Name = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description: 'a name of lower-case letters, digits and dashes' })
const Duration = Type.String({
  pattern: durationPattern,
  description: "a duration with a unit of ms, s, m or h, such as '250ms'",
})
const Rate = Type.String({
  pattern: ratePattern,
  description: "a packet rate with a unit of pps, kpps or Mpps, such as '50kpps'",
})
const Percent = Type.String({ pattern: percentPattern, description: "a share with a percent sign, such as '2%'" })
const Burst = Type.Integer({ minimum: 1, maximum: 256, description: 'packets published per doorbell, an integer from 1 to 256' })
const Direction = Type.Union([Type.Literal('oneway'), Type.Literal('loopback')])

/** The emulated vhost-mdev device inside the agent. */
export const EmulatedBackend = Type.Object(
  {
    name: Name,
    kind: Type.Literal('emulated'),
    doorbell: Type.Union([Type.Literal('mapped'), Type.Literal('eventfd')], {
      description: 'how the driver rings: a store to a mapped page, or a write to an eventfd',
    }),
    device: Type.Union([Type.Literal('polling'), Type.Literal('sleeping')], {
      description: 'what the device thread does when idle: spin on the doorbell, or sleep until it is rung',
    }),
  },
  strict,
)

/** Where packets are processed. One variant per kind; told apart by `kind`. */
export const Backend = Type.Union([EmulatedBackend])
export type Backend = Static<typeof Backend>

/** As many packets as the ring takes; the metric is `throughput_pps`. */
export const ThroughputWorkload = Type.Object(
  { kind: Type.Literal('throughput'), direction: Type.Optional(Direction), burst: Type.Optional(Burst) },
  strict,
)

/** Open loop at a fixed rate; latency counts from the intended send time (no coordinated omission). */
export const LatencyWorkload = Type.Object(
  { kind: Type.Literal('latency'), rate: Rate, direction: Type.Optional(Direction), burst: Type.Optional(Burst) },
  strict,
)

/** The load put on a backend. One variant per kind; told apart by `kind`. */
export const Workload = Type.Union([ThroughputWorkload, LatencyWorkload])
export type Workload = Static<typeof Workload>

/** Bytes of a frame in guest memory (virtio carries no FCS), or a capture to replay. */
export const Frame = Type.Union(
  [
    Type.Integer({ minimum: 64, maximum: 9000 }),
    Type.Object({ capture: Type.String({ minLength: 1, description: 'path of a pcap file, relative to the suite' }) }, strict),
  ],
  { description: 'a frame size of 64 to 9000 bytes, or { capture: FILE.pcap }' },
)
export type Frame = Static<typeof Frame>

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
    matrix: Type.Object(
      {
        frame: Type.Array(Frame, { minItems: 1, description: 'at least one frame size or capture' }),
        ringSize: Type.Optional(
          Type.Array(
            Type.Enum([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768], {
              description: 'a power of two from 2 to 32768',
            }),
            { minItems: 1, description: 'at least one ring size' },
          ),
        ),
      },
      { ...strict, description: 'the axes to vary: frame, ringSize' },
    ),
    run: Type.Optional(
      Type.Object(
        {
          warmup: Type.Optional(Duration),
          duration: Type.Optional(Duration),
          trials: Type.Optional(
            Type.Integer({ minimum: 1, maximum: 1000, description: 'trials per backend, an integer from 1 to 1000' }),
          ),
          order: Type.Optional(Type.Union([Type.Literal('interleave'), Type.Literal('random'), Type.Literal('sequential')])),
          seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 0xffffffff, description: 'an integer from 0 to 4294967295' })),
        },
        strict,
      ),
    ),
    tracing: Type.Optional(
      Type.Object(
        {
          doorbells: Type.Optional(Type.Union([Type.Literal('all'), Type.Literal('off')])),
          ringEvents: Type.Optional(
            Type.Integer({
              minimum: 16,
              maximum: 1 << 26,
              description: 'events each thread can hold per trial, an integer from 16 to 67108864',
            }),
          ),
        },
        strict,
      ),
    ),
    judge: Type.Optional(Type.Object({ minChange: Type.Optional(Percent) }, strict)),
  },
  strict,
)
export type Suite = Static<typeof Suite>
