/** What an emulated device does to packets besides its task: the time it takes, its limits, its faults. */
import { type Static, Type } from 'typebox'
import { Duration, Percent, Rate, Seed, ShortDuration, strict } from './suite-terms.ts'

/** What goes wrong. Shares are of all packets; each packet suffers one fault at most. */
const Faults = Type.Object(
  {
    /** Packets that are used up and never arrive. */
    drop: Type.Optional(Percent),
    /** Packets that arrive twice. */
    duplicate: Type.Optional(Percent),
    /** Packets that arrive after the one behind them. */
    reorder: Type.Optional(Percent),
    /** Packets that arrive with one bit flipped. */
    corrupt: Type.Optional(Percent),
    /** Once a trial, the device does nothing for a time. Counted from the start of the measured phase. */
    stall: Type.Optional(Type.Object({ after: Duration, for: Duration }, strict)),
    /** From then on the device does nothing any more. Counted from the start of the measured phase. */
    dieAfter: Type.Optional(Duration),
  },
  strict,
)

/** Random time on top of the service time of each packet. */
const Jitter = Type.Object(
  {
    distribution: Type.Union([Type.Literal('uniform'), Type.Literal('normal'), Type.Literal('exponential')], {
      description: 'how the added time is spread: evenly from 0 to `time`, normally with deviation `time`, or with mean `time`',
    }),
    time: ShortDuration,
  },
  strict,
)

/** Everything left out takes no time, has no limit, does not happen. */
export const DeviceModel = Type.Object(
  {
    /** To serve one packet; packets are served one after the other. */
    serviceTime: Type.Optional(ShortDuration),
    jitter: Type.Optional(Jitter),
    /** Added to the service time for each byte of the frame. */
    perByte: Type.Optional(ShortDuration),
    /** From a doorbell to the device's first look at the ring. */
    doorbellDelay: Type.Optional(ShortDuration),
    /** Most packets per second. */
    rateLimit: Type.Optional(Rate),
    faults: Type.Optional(Faults),
    /** Of jitter and faults: the same seed decides alike, packet by packet, in every trial. */
    seed: Type.Optional(Seed),
  },
  strict,
)
export type DeviceModel = Static<typeof DeviceModel>
