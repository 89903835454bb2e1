/** The load put on a backend, and the frames it is made of. */
import { type Static, Type } from 'typebox'
import { schedulePattern } from './quantity.ts'
import { strict } from './suite-terms.ts'

/** Most flows that generated frames can be spread over: as many as there are source ports. */
const flowsMost = 65_536

export const Verify = Type.Union([Type.Literal('full'), Type.Literal('header'), Type.Literal('off')], {
  description: 'what the receiving end checks: every byte, the stamp in front only, or nothing',
})
export type Verify = Static<typeof Verify>

const Direction = Type.Union([Type.Literal('oneway'), Type.Literal('loopback'), Type.Literal('bidirectional')], {
  description: 'to the device, there and back, or both ways at once with the same load each',
})

/** What every kind of workload may say. */
const common = {
  burst: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 256, description: 'packets published per doorbell, an integer from 1 to 256' }),
  ),
  flows: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: flowsMost,
      description: `source ports that generated frames are spread over, an integer from 1 to ${flowsMost}`,
    }),
  ),
  verify: Type.Optional(Verify),
}

/** As many packets as the ring takes; the metric is `throughput_pps`. */
export const ThroughputWorkload = Type.Object(
  { kind: Type.Literal('throughput'), direction: Type.Optional(Direction), ...common },
  strict,
)

/** Open loop; latency counts from the intended send time (no coordinated omission). */
export const LatencyWorkload = Type.Object(
  {
    kind: Type.Literal('latency'),
    rate: Type.String({
      pattern: schedulePattern,
      description:
        "a packet rate with a unit of pps, kpps or Mpps, such as '50kpps'; or for captures 'recorded', or times the recorded speed, such as '2x'",
    }),
    direction: Type.Optional(Direction),
    ...common,
  },
  strict,
)

/** Closed loop: a packet is sent when an earlier one is back, always there and back. */
export const PingPongWorkload = Type.Object(
  {
    kind: Type.Literal('pingpong'),
    outstanding: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 32_768,
        description: 'packets under way in each pair of queues, an integer from 1 to 32768',
      }),
    ),
    direction: Type.Optional(Type.Literal('loopback', { description: 'packets always go there and back' })),
    ...common,
  },
  strict,
)

/** The load put on a backend. One variant per kind; told apart by `kind`. */
export const Workload = Type.Union([ThroughputWorkload, LatencyWorkload, PingPongWorkload])
export type Workload = Static<typeof Workload>

/** Bytes of a frame in guest memory (virtio carries no FCS), a mix of sizes, or a capture to replay. */
export const Frame = Type.Union(
  [
    Type.Integer({ minimum: 64, maximum: 65_535 }),
    Type.Literal('imix'),
    Type.Object(
      { capture: Type.String({ minLength: 1, description: 'path of a pcap or pcapng file, relative to the suite' }) },
      strict,
    ),
  ],
  { description: "a frame size of 64 to 65535 bytes, 'imix' (7 of 64, 4 of 570, 1 of 1518 bytes), or { capture: FILE.pcap }" },
)
export type Frame = Static<typeof Frame>
