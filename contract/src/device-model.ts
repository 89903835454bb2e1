/** What an emulated device does to packets besides its task: the time it takes, its limits, its faults. */
import { type Static, Type } from 'typebox'
import { Duration, Percent, Rate, Seed, ShortDuration, strict, titled } from './suite-terms.ts'

/** What goes wrong. Shares are of all packets; each packet suffers one fault at most. */
const Faults = Type.Object(
  {
    drop: Type.Optional(titled(Percent, 'packets that are used up and never arrive')),
    duplicate: Type.Optional(titled(Percent, 'packets that arrive twice')),
    reorder: Type.Optional(titled(Percent, 'packets that arrive after the one behind them')),
    corrupt: Type.Optional(titled(Percent, 'packets that arrive with one bit flipped')),
    stall: Type.Optional(
      titled(
        Type.Object({ after: Duration, for: Duration }, strict),
        'once a trial the device does nothing for a time, counted from the start of the measured phase',
      ),
    ),
    dieAfter: Type.Optional(
      titled(Duration, 'from then on the device does nothing any more, counted from the start of the measured phase'),
    ),
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
    serviceTime: Type.Optional(titled(ShortDuration, 'to serve one packet; packets are served one after the other')),
    jitter: Type.Optional(titled(Jitter, 'random time on top of the service time of each packet')),
    perByte: Type.Optional(titled(ShortDuration, 'added to the service time for each byte of the frame')),
    doorbellDelay: Type.Optional(titled(ShortDuration, "from a doorbell to the device's first look at the ring")),
    rateLimit: Type.Optional(titled(Rate, 'most packets per second')),
    faults: Type.Optional(titled(Faults, 'what goes wrong; each packet suffers one fault at most')),
    seed: Type.Optional(titled(Seed, 'of jitter and faults: the same seed decides alike, packet by packet, in every trial')),
  },
  strict,
)
export type DeviceModel = Static<typeof DeviceModel>
