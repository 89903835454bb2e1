//! The sending end of one queue pair, and how much it may send.

use super::super::config::{Direction, TrialConfig, Workload};
use super::super::datapath::DatapathQueue;
use crate::load::{Pace, Sender, Stream};
use crate::ring::DriverRing;

/// Share of late packets from which on the result measures the generator.
const LATE_SHARE_MAX: f64 = 0.01;
/// Share of looks at which the device had nothing left to do, from which on a load at full speed does so.
const IDLE_SHARE_MAX: f64 = 0.9;

/// What a lane counts to tell whether the generator was the bottleneck.
#[derive(Clone, Copy, Debug, Default)]
struct Looks {
    /// Packets handed over late although the ring had room.
    late: u64,
    /// Times that something was sent.
    sends: u64,
    /// Times that the device had used everything before.
    idle: u64,
}

#[derive(Debug)]
#[repr(align(128))]
pub(super) struct SendingLane {
    pub(super) sender: Sender,
    had_room: bool,
    looks: Looks,
}

impl SendingLane {
    pub(super) fn new(sender: Sender) -> Self {
        Self { sender, had_room: true, looks: Looks::default() }
    }

    pub(super) fn begin(&mut self, stream: Stream, pace: Option<Pace>, end_ticks: u64) {
        self.sender.begin(stream, pace, end_ticks);
        (self.had_room, self.looks) = (true, Looks::default());
    }

    /// Writes what is due at `now`, up to `budget` packets, into free buffers and offers them. Returns how many.
    #[inline]
    pub(super) fn fill<R: DriverRing>(
        &mut self,
        queue: &mut DatapathQueue<R>,
        budget: usize,
        now: u64,
        late_after: u64,
    ) -> usize {
        let was_idle = queue.ring.outstanding() == 0;
        let (mut count, mut bytes) = (0, 0);
        while count < budget {
            let Some(intended) = self.sender.due(now) else { break };
            let Some(buffer) = queue.ring.take_free() else {
                self.had_room = false;
                break;
            };
            queue.prefetch_free();
            let len = self.sender.write(queue.buffer(buffer), intended);
            queue.ring.offer(buffer, u32::try_from(len).unwrap_or(u32::MAX));
            self.looks.late += u64::from(self.had_room && now - intended > late_after);
            count += 1;
            bytes += len;
        }
        if count == 0 {
            queue.counters.empty_polls += 1;
            return 0;
        }
        self.had_room |= queue.ring.free_len() > 0;
        self.looks.sends += 1;
        self.looks.idle += u64::from(was_idle);
        queue.counters.packets += count as u64;
        queue.counters.bytes += bytes as u64;
        count
    }
}

/// How many packets may be sent at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// Per doorbell.
    burst: usize,
    /// Under way; what was lost stays under way for ever.
    window: Option<u64>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    FullSpeed,
    Paced,
    ClosedLoop,
}

impl Budget {
    pub(super) fn of(config: &TrialConfig) -> Self {
        let burst = config.burst as usize;
        match config.workload {
            // What comes back needs a receive buffer: with no more under way than there are, a device without faults
            // loses nothing.
            Workload::Throughput => {
                let comes_back = config.direction == Direction::Loopback && !config.model.has_faults();
                let window = comes_back.then(|| u64::from(config.ring_size));
                Self { burst, window, kind: Kind::FullSpeed }
            }
            Workload::Latency(_) => Self { burst: usize::MAX, window: None, kind: Kind::Paced },
            Workload::PingPong { outstanding } => {
                Self { burst, window: Some(u64::from(outstanding)), kind: Kind::ClosedLoop }
            }
        }
    }

    /// Packets that may be sent when `sent` were and `arrived` are back.
    #[inline]
    pub(super) fn left(self, sent: u64, arrived: u64) -> usize {
        match self.window {
            None => self.burst,
            Some(window) => {
                let left = (arrived + window).saturating_sub(sent);
                usize::try_from(left).unwrap_or(usize::MAX).min(self.burst)
            }
        }
    }

    /// Whether the load was behind although the device would have taken more: late at a pace, or hardly ever with
    /// something under way at full speed. A closed loop has no schedule to be behind of.
    #[expect(clippy::cast_precision_loss, reason = "packet counts stay far below 2^53")]
    pub(super) fn is_limited_by_generator(self, lanes: &[SendingLane]) -> bool {
        let sum = |count: fn(&Looks) -> u64| lanes.iter().map(|lane| count(&lane.looks)).sum::<u64>() as f64;
        match self.kind {
            Kind::FullSpeed => sum(|looks| looks.idle) > sum(|looks| looks.sends) * IDLE_SHARE_MAX,
            Kind::Paced => {
                let sent: u64 = lanes.iter().map(|lane| lane.sender.sent()).sum();
                sum(|looks| looks.late) > sent as f64 * LATE_SHARE_MAX
            }
            Kind::ClosedLoop => false,
        }
    }
}
